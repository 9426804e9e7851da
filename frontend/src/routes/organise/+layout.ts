import { requireAccount } from '$lib/accounts/guard';
import { ready as accountWords } from '$lib/accounts/i18n';
import { languageSettled } from '$lib/i18n';
import { ready } from '$lib/organise/i18n';
import { ready as participantWords } from '$lib/participants/i18n';
import { ready as programmeWords } from '$lib/programme/i18n';
import { ready as scheduleWords } from '$lib/schedule/i18n';
import type { LayoutLoad } from './$types';

/** Everything below is for organisers; pages wait for this by `parent()`. */
export const load: LayoutLoad = async ({ url, untrack }) => {
	// Where one is going matters only when one has to sign in first: moving between pages loads nothing again.
	const account = await requireAccount(untrack(() => url));
	await languageSettled();
	await Promise.all([ready(), accountWords(), participantWords(), programmeWords(), scheduleWords()]);
	return { account };
};

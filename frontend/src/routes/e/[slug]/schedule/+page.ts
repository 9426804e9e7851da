import { requireAccount } from '$lib/accounts/guard';
import { session } from '$lib/accounts/session.svelte';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import { ready as programmeWords } from '$lib/programme/i18n';
import { readSchedule } from '$lib/schedule/api';
import { ready, say } from '$lib/schedule/i18n';
import { findKept, keep, type Kept } from '$lib/schedule/kept';
import type { PageLoad } from './$types';

/**
 * One's own schedule. What this browser keeps of it is shown at once, and the page brings it up to date: without a
 * network nobody can say who is signed in, and nobody is sent to sign in.
 */
export const load: PageLoad = async ({ depends, params: { slug }, url }) => {
	depends('madang:language', 'madang:schedule');
	await languageSettled();
	await Promise.all([ready(), programmeWords()]);
	const kept = session.likely ? findKept(slug) : null;
	if (kept && (!session.account || session.account.id === kept.account)) return shown(slug, kept, true);
	const { id: account } = await requireAccount(url);
	const schedule = await orErrorPage(readSchedule(slug));
	if (!schedule) return shown(slug, null, false);
	keep(account, schedule);
	return shown(slug, { account, schedule }, false);
};

function shown(slug: string, own: Kept | null, fromStore: boolean) {
	const edition = own?.schedule.edition.public ? { slug, title: own.schedule.edition.title } : undefined;
	return { slug, own, fromStore, edition, title: say('title') };
}

import { requireAccount } from '$lib/accounts/guard';
import { session } from '$lib/accounts/session.svelte';
import { ready as labels } from '$lib/action-plans/labels';
import { sdgReady } from '$lib/action-plans/labels/sdg';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import { ready, say } from '$lib/plan-desk/i18n';
import { ofPresentation } from '$lib/plan-desk/present/api';
import { findKept, keep, type Kept } from '$lib/plan-desk/present/kept';
import { inOwn } from '$lib/plan-desk/words';
import { ready as stageWords } from '$lib/stage/i18n';
import type { PageLoad } from './$types';

/**
 * The plans of a closing session, for the beamer. What this browser keeps of them is shown at once, and the page brings
 * it up to date: a hall has no network when it matters.
 */
export const load: PageLoad = async ({ depends, params: { slug, session: id }, url }) => {
	depends('madang:language', 'madang:present');
	await languageSettled();
	await Promise.all([ready(), labels(), sdgReady(), stageWords()]);
	const kept = session.likely ? findKept(slug, id) : null;
	if (kept && (!session.account || session.account.id === kept.account)) return shown(slug, kept, true);
	const { id: account } = await requireAccount(url);
	return shown(slug, keep(account, await orErrorPage(ofPresentation(slug, id).plans())), false);
};

function shown(slug: string, kept: Kept, fromStore: boolean) {
	const { session: at, default_language } = kept.stage;
	return { slug, kept, fromStore, title: `${say('order.present')} · ${inOwn(at.title, default_language)}` };
}

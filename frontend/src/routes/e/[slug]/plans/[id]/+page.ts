import { requireAccount } from '$lib/accounts/guard';
import { session } from '$lib/accounts/session.svelte';
import { readFields, readPlan } from '$lib/action-plans/api';
import type { Start } from '$lib/action-plans/editor.svelte';
import { ready } from '$lib/action-plans/i18n';
import { findPlan, findUnsent } from '$lib/action-plans/kept-plans';
import { ready as labelsReady } from '$lib/action-plans/labels';
import { sdgReady } from '$lib/action-plans/labels/sdg';
import { inWords } from '$lib/action-plans/words';
import { orErrorPage } from '$lib/api/load';
import { i18n, languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/**
 * A plan to be written. What this device keeps of it is shown at once, and the page brings it up to date: without a
 * network nobody can say who is signed in, and nobody is sent to sign in.
 */
export const load: PageLoad = async ({ depends, params: { id }, url }) => {
	depends('madang:language', 'madang:plan');
	await languageSettled();
	// Goals are many words: nobody waits for them, and they come by themselves.
	sdgReady().catch(() => undefined);
	const words = Promise.all([ready(), labelsReady()]);
	const kept = session.likely ? await findPlan(id) : null;
	if (kept && (!session.account || session.account.id === kept.account)) {
		const [unsent] = await Promise.all([findUnsent(kept.account, id), words]);
		return shown({ ...kept, unsent }, true);
	}
	const { id: account } = await requireAccount(url);
	const [plan, { revision, fields }, unsent] = await orErrorPage(
		Promise.all([readPlan(id), readFields(id), findUnsent(account, id), words])
	);
	return shown({ account, plan, sources: null, revision, fields, unsent }, false);
};

function shown(start: Start, fromStore: boolean) {
	const { slug, title, default_language } = start.plan.edition;
	const edition = { slug, title: inWords(title, default_language) };
	return { start, fromStore, edition, language: i18n.language, title: start.plan.title };
}

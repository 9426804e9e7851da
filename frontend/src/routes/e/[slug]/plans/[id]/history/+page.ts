import { requireAccount } from '$lib/accounts/guard';
import { listVersions, readHistory, readPlan, readSources } from '$lib/action-plans/api';
import { ready, say } from '$lib/action-plans/i18n';
import { ready as labelsReady } from '$lib/action-plans/labels';
import { sdgReady } from '$lib/action-plans/labels/sdg';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/** What happened to a plan, and its versions. */
export const load: PageLoad = async ({ depends, params: { id }, url }) => {
	depends('madang:language', 'madang:plan-history');
	await Promise.all([requireAccount(url), languageSettled()]);
	const [plan, events, versions, sources] = await orErrorPage(
		Promise.all([
			readPlan(id),
			readHistory(id),
			listVersions(id),
			readSources(id),
			ready(),
			labelsReady(),
			sdgReady()
		])
	);
	return { plan, events, versions, sources, title: say('versions.title') };
};

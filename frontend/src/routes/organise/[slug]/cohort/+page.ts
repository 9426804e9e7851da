import { ready as labelsReady } from '$lib/action-plans/labels';
import { sdgReady } from '$lib/action-plans/labels/sdg';
import { orErrorPage } from '$lib/api/load';
import { readCohort } from '$lib/follow-up/api';
import { ready, say } from '$lib/follow-up/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:cohort');
	const { account } = await parent();
	const period = url.searchParams.get('period') ?? undefined;
	const [cohort] = await orErrorPage(
		Promise.all([readCohort(params.slug, period), ready(), labelsReady(), sdgReady()])
	);
	return { cohort, mayWrite: account.scopes.includes('action_plans:write'), title: say('cohort.title') };
};

import { ready as labelsReady } from '$lib/action-plans/labels';
import { orErrorPage } from '$lib/api/load';
import { readReport } from '$lib/follow-up/api';
import { ready, say } from '$lib/follow-up/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params: { slug, plan, period }, parent }) => {
	depends('madang:language');
	const { account } = await parent();
	const [report] = await orErrorPage(Promise.all([readReport(slug, plan, period), ready(), labelsReady()]));
	return {
		slug,
		report,
		mayWrite: account.scopes.includes('action_plans:write'),
		title: say('report.title')
	};
};

import { orErrorPage } from '$lib/api/load';
import { listPlans, readCall, type PlanFilters } from '$lib/plan-desk/api';
import { ready, say } from '$lib/plan-desk/i18n';
import { STATUSES } from '$lib/plan-desk/types';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:plans');
	const { account } = await parent();
	const asked = url.searchParams;
	const filters: PlanFilters = {
		q: asked.get('q') ?? undefined,
		status: STATUSES.find((one) => one === asked.get('status')),
		owner_kind: (['trainee', 'delegation'] as const).find((one) => one === asked.get('kind'))
	};
	const [call, plans] = await orErrorPage(
		Promise.all([readCall(params.slug), listPlans(params.slug, filters), ready()])
	);
	return {
		call,
		plans,
		filters,
		mayWrite: account.scopes.includes('action_plans:write'),
		title: say('nav.plans')
	};
};

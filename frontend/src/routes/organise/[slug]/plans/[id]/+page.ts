import { ready as labels } from '$lib/action-plans/labels';
import { sdgReady } from '$lib/action-plans/labels/sdg';
import { orErrorPage } from '$lib/api/load';
import { ofPlan } from '$lib/plan-desk/api';
import { ready, say } from '$lib/plan-desk/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:plan');
	const { account } = await parent();
	const api = ofPlan(params.slug, params.id);
	const [plan, fields, sources, contributors] = await orErrorPage(
		Promise.all([api.read(), api.fields(), api.sources(), api.contributors(), ready(), labels(), sdgReady()])
	);
	return {
		plan,
		fields,
		sources,
		contributors,
		mayWrite: account.scopes.includes('action_plans:write'),
		title: plan.title || say('plan.untitled')
	};
};

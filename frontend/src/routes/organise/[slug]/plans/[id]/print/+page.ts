import { ready as labels } from '$lib/action-plans/labels';
import { orErrorPage } from '$lib/api/load';
import { ofPlan } from '$lib/plan-desk/api';
import { ready, say } from '$lib/plan-desk/i18n';
import type { PageLoad } from './$types';

/** A plan on one page, to be printed. */
export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	await parent();
	const api = ofPlan(params.slug, params.id);
	const [plan, fields, sources] = await orErrorPage(
		Promise.all([api.read(), api.fields(), api.sources(), ready(), labels()])
	);
	return { plan, fields, sources, title: `${plan.title || say('plan.untitled')} · ${say('print.title')}` };
};

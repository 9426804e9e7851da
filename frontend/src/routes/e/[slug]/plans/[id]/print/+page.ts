import { requireAccount } from '$lib/accounts/guard';
import { ready as labels } from '$lib/action-plans/labels';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import { ofOwnPlan } from '$lib/plan-desk/api';
import { ready, say } from '$lib/plan-desk/i18n';
import type { PageLoad } from './$types';

/** A plan on one page, for whoever writes it. */
export const load: PageLoad = async ({ depends, params, url }) => {
	depends('madang:language');
	await requireAccount(url);
	await languageSettled();
	const api = ofOwnPlan(params.id);
	const [plan, fields, sources] = await orErrorPage(
		Promise.all([api.read(), api.fields(), api.sources(), ready(), labels()])
	);
	return {
		slug: params.slug,
		plan,
		fields,
		sources,
		title: `${plan.title || say('plan.untitled')} · ${say('print.title')}`
	};
};

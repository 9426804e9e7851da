import { orErrorPage } from '$lib/api/load';
import { listCalls } from '$lib/case-studies/api';
import { ready, say } from '$lib/case-studies/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:case-studies');
	const { account } = await parent();
	const [calls] = await orErrorPage(Promise.all([listCalls(params.slug), ready()]));
	return { calls, mayWrite: account.scopes.includes('case_studies:write'), title: say('title') };
};

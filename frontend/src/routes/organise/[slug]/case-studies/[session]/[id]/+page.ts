import { orErrorPage } from '$lib/api/load';
import { ofStudy } from '$lib/case-studies/api';
import { ready, say } from '$lib/case-studies/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:case-study');
	const { account } = await parent();
	const [study] = await orErrorPage(Promise.all([ofStudy(params.slug, params.id).read(), ready()]));
	return {
		study,
		mayWrite: account.scopes.includes('case_studies:write'),
		title: study.title || say('list.no_title')
	};
};

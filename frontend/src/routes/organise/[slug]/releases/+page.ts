import { orErrorPage } from '$lib/api/load';
import { listReleases, listSessions, previewRelease } from '$lib/organise/api';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:releases');
	const { account } = await parent();
	const { slug } = params;
	const [preview, releases, sessions] = await orErrorPage(
		Promise.all([previewRelease(slug), listReleases(slug), listSessions(slug)])
	);
	return {
		preview,
		releases,
		sessions,
		mayPublish: account.scopes.includes('programme:publish'),
		title: say('nav.releases')
	};
};

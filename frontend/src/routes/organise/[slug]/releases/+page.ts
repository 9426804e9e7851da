import { orErrorPage } from '$lib/api/load';
import { listReleases, listSessions, previewRelease } from '$lib/organise/api';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:releases');
	const { account } = await parent();
	const { slug } = params;
	const [Releases, preview, releases, sessions] = await orErrorPage(
		Promise.all([
			import('$lib/organise/Releases.svelte').then((module) => module.default),
			previewRelease(slug),
			listReleases(slug),
			listSessions(slug)
		])
	);
	return {
		Releases,
		preview,
		releases,
		sessions,
		mayPublish: account.scopes.includes('programme:publish'),
		title: say('nav.releases')
	};
};

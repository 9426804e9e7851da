import { orErrorPage } from '$lib/api/load';
import { ofRound } from '$lib/visits/api';
import { ready } from '$lib/visits/i18n';
import { inOwn } from '$lib/visits/words';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:visits');
	const { account, around } = await parent();
	const [round] = await orErrorPage(Promise.all([ofRound(params.slug, params.session).read(), ready()]));
	return {
		round,
		mayWrite: account.scopes.includes('visits:write'),
		title: inOwn(round.title, around.edition.default_language)
	};
};

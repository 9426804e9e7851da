import { orErrorPage } from '$lib/api/load';
import { ofCall } from '$lib/case-studies/api';
import { ready } from '$lib/case-studies/i18n';
import type { Item, Selection } from '$lib/case-studies/types';
import { inOwn } from '$lib/case-studies/words';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:case-studies');
	const { account, around } = await parent();
	const api = ofCall(params.slug, params.session);
	const [call] = await orErrorPage(Promise.all([api.read(), ready()]));
	// There is nothing to arrange before anything is asked for.
	const [items, selection]: [Item[], Selection | null] = call.version
		? await orErrorPage(Promise.all([api.list(), api.selection()]))
		: [[], null];
	return {
		call,
		items,
		selection,
		mayWrite: account.scopes.includes('case_studies:write'),
		title: inOwn(call.session.title, around.edition.default_language)
	};
};

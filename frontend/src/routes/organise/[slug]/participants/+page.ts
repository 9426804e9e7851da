import { orErrorPage } from '$lib/api/load';
import { listParticipants } from '$lib/participants/api';
import { readFilter } from '$lib/participants/filter';
import { ready, say } from '$lib/participants/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:participants');
	const { account } = await parent();
	const filter = readFilter(url.searchParams);
	const [first] = await orErrorPage(Promise.all([listParticipants(params.slug, filter), ready()]));
	const mayWrite = account.scopes.includes('participants:write');
	return { filter, first, mayWrite, title: say('nav.participants') };
};

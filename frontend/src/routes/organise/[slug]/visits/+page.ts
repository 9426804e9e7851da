import { orErrorPage } from '$lib/api/load';
import { listRounds } from '$lib/visits/api';
import { ready, say } from '$lib/visits/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:visits');
	const { account } = await parent();
	const [rounds] = await orErrorPage(Promise.all([listRounds(params.slug), ready()]));
	return { rounds, mayWrite: account.scopes.includes('visits:write'), title: say('nav.visits') };
};

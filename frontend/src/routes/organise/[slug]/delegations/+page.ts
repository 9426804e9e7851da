import { orErrorPage } from '$lib/api/load';
import { listDelegations } from '$lib/delegations/api';
import { ready, say } from '$lib/delegations/i18n';
import { STATUSES } from '$lib/delegations/types';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:delegations');
	const { account } = await parent();
	await ready();
	const filters = {
		name: url.searchParams.get('name') ?? undefined,
		status: STATUSES.find((status) => status === url.searchParams.get('status'))
	};
	const found = await orErrorPage(listDelegations(params.slug, filters));
	const mayInvite = account.scopes.includes('delegations:write');
	return { ...found, filters, mayInvite, title: say('list.title') };
};

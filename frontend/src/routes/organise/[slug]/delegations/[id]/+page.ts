import { orErrorPage } from '$lib/api/load';
import { ofDelegation } from '$lib/delegations/api';
import { ready, say } from '$lib/delegations/i18n';
import { cityOf } from '$lib/delegations/words';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:delegation');
	await parent();
	await ready();
	if (params.id === 'new') return { overview: null, title: say('invite.title') };
	const overview = await orErrorPage(ofDelegation(params.slug, params.id).overview());
	return { overview, title: cityOf(overview.delegation) };
};

import { say } from '$lib/accounts/i18n';
import { orErrorPage } from '$lib/api/load';
import { ofEdition } from '$lib/roles/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:roles');
	const { account } = await parent();
	const place = ofEdition(params.slug);
	const [holders, invitations] = await orErrorPage(Promise.all([place.holders(), place.invitations()]));
	const mayWrite = account.scopes.includes('roles:write');
	return { place, holders, invitations, mayWrite, title: say('roles.title') };
};

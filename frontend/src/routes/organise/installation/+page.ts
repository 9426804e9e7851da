import { say } from '$lib/accounts/i18n';
import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import { orErrorPage } from '$lib/api/load';
import { ofInstallation } from '$lib/roles/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, parent, url }) => {
	depends('madang:language', 'madang:roles');
	const { account } = await parent();
	const email = url.searchParams.get('email')?.trim() ?? '';
	const query = { limit: 100, ...(email && { email }) };
	const [holders, invitations, accounts] = await orErrorPage(
		Promise.all([
			ofInstallation.holders(),
			ofInstallation.invitations(),
			body(api.GET('/api/v1/installation/accounts', { params: { query } }))
		])
	);
	const mayWrite = account.scopes.includes('installation:write');
	const found = accounts.items;
	return { holders, invitations, accounts: found, email, mayWrite, title: say('installation.title') };
};

import { requireAccount } from '$lib/accounts/guard';
import { ready, say } from '$lib/accounts/i18n';
import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, url }) => {
	depends('madang:language', 'madang:tokens');
	const account = await requireAccount(url);
	await languageSettled();
	await ready();
	const page = await orErrorPage(
		body(api.GET('/api/v1/me/api-tokens', { params: { query: { limit: 200 } } }))
	);
	return { account, tokens: page.items, title: say('tokens.title') };
};

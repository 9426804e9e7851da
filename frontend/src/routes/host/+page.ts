import { findToken } from '$lib/accounts/proof';
import { keepAsked, languageSettled } from '$lib/i18n';
import { ready, say } from '$lib/visits/hosts/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, url }) => {
	depends('madang:language');
	keepAsked(url.searchParams.get('lang'));
	await languageSettled();
	await ready();
	return { token: findToken(), title: say('page.title') };
};

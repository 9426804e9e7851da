import { ready } from '$lib/accounts/i18n';
import { languageSettled, t } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends }) => {
	depends('madang:language');
	await languageSettled();
	await ready();
	return { title: t('account.sign_in') };
};

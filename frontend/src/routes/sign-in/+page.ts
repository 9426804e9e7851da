import { languageSettled, t } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends }) => {
	depends('madang:language');
	await languageSettled();
	return { title: t('account.sign_in') };
};

import { t } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ depends }) => {
	depends('madang:language');
	return { title: t('account.sign_in') };
};

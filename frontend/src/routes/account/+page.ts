import { redirect } from '@sveltejs/kit';
import { ready } from '$lib/accounts/i18n';
import { session } from '$lib/accounts/session.svelte';
import { resume } from '$lib/accounts/sign-in';
import { orErrorPage } from '$lib/api/load';
import { languageSettled, t } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends }) => {
	depends('madang:language');
	await Promise.all([orErrorPage(resume()), languageSettled()]);
	if (!session.account) redirect(307, '/sign-in?next=/account');
	await ready();
	return { account: session.account, title: t('account.title') };
};

import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { languageSettled } from '$lib/i18n';
import { readOwn } from '$lib/notices/api';
import { readyToRead, say } from '$lib/notices/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, url }) => {
	depends('madang:language', 'madang:own-notices');
	await Promise.all([requireAccount(url), languageSettled()]);
	const [own] = await orErrorPage(Promise.all([readOwn(params.slug), readyToRead()]));
	return { slug: params.slug, own, title: say('title.own') };
};

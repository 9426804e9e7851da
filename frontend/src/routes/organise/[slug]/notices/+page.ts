import { orErrorPage } from '$lib/api/load';
import { listWithNext } from '$lib/notices/api';
import { readyToRead, say } from '$lib/notices/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:notices');
	const { account } = await parent();
	const [{ page, next }] = await orErrorPage(Promise.all([listWithNext(params.slug), readyToRead()]));
	return { page, next, scopes: account.scopes, title: say('title.page') };
};

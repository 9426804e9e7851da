import { orErrorPage } from '$lib/api/load';
import { careOf } from '$lib/care/api';
import { ready, say } from '$lib/care/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:care');
	await parent();
	await ready();
	const care = careOf(params.slug);
	const [counts, needs, visas] = await orErrorPage(Promise.all([care.counts(), care.needs(), care.visas()]));
	return { slug: params.slug, counts, needs, visas, title: say('care.title') };
};

import { ready, say } from '$lib/participants/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	await parent();
	await ready();
	return { slug: params.slug, title: say('import.title') };
};

import { orErrorPage } from '$lib/api/load';
import { readHelpline } from '$lib/schedule/api';
import { say } from '$lib/schedule/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params: { slug }, parent }) => {
	depends('madang:language', 'madang:helpline');
	await parent();
	return { helpline: await orErrorPage(readHelpline(slug)), title: say('helpline.title') };
};

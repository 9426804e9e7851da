import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, parent }) => {
	depends('madang:language');
	await parent();
	return { title: say('edition_form.title') };
};

import { orErrorPage } from '$lib/api/load';
import { listEditions } from '$lib/organise/api';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, parent }) => {
	depends('madang:language');
	await parent();
	const editions = await orErrorPage(listEditions());
	return {
		editions: editions.sort((a, b) => (a.starts_on < b.starts_on ? 1 : -1)),
		title: say('editions.title')
	};
};

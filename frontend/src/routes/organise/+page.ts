import { orErrorPage } from '$lib/api/load';
import { listEditions } from '$lib/organise/api';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

// Components come beside the data, so that visitors' scripts need not even list their files.
export const load: PageLoad = async ({ depends, parent }) => {
	depends('madang:language');
	await parent();
	const [editions, EditionList] = await orErrorPage(
		Promise.all([listEditions(), import('$lib/organise/EditionList.svelte').then((module) => module.default)])
	);
	return {
		EditionList,
		editions: editions.sort((a, b) => (a.starts_on < b.starts_on ? 1 : -1)),
		title: say('editions.title')
	};
};

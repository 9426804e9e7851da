import { orErrorPage } from '$lib/api/load';
import { listSessions } from '$lib/organise/api';
import { wordsHere } from '$lib/organise/describe';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	const [{ around }, Programme, sessions] = await Promise.all([
		parent(),
		import('$lib/organise/Programme.svelte').then((module) => module.default),
		parent().then(() => orErrorPage(listSessions(params.slug)))
	]);
	return {
		Programme,
		sessions,
		title: say('table.title', { edition: wordsHere(around.edition.title, around) })
	};
};

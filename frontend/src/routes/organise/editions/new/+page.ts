import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, parent }) => {
	depends('madang:language');
	const [EditionForm] = await Promise.all([
		import('$lib/organise/EditionForm.svelte').then((module) => module.default),
		parent()
	]);
	return { EditionForm, title: say('edition_form.title') };
};

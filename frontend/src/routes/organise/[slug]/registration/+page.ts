import { orErrorPage } from '$lib/api/load';
import { readForm, readQuotas } from '$lib/registration/builder/api';
import { ready, say } from '$lib/registration/builder/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params: { slug }, parent }) => {
	depends('madang:language', 'madang:registration-form');
	await parent();
	await ready();
	const [FormBuilder, form, quotas] = await orErrorPage(
		Promise.all([
			import('$lib/registration/builder/FormBuilder.svelte').then((module) => module.default),
			readForm(slug),
			readQuotas(slug)
		])
	);
	return { FormBuilder, form, quotas, title: say('title') };
};

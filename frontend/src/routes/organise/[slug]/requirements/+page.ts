import { orErrorPage } from '$lib/api/load';
import { listRequirements, readMatrix } from '$lib/participants/api';
import { ready, say } from '$lib/participants/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:requirements');
	await parent();
	const missing = url.searchParams.has('missing');
	const [requirements, first] = await orErrorPage(
		Promise.all([listRequirements(params.slug), readMatrix(params.slug, { missing }), ready()])
	);
	return { requirements, first, missing, title: say('nav.requirements') };
};

import { say } from '$lib/accounts/i18n';
import { orErrorPage } from '$lib/api/load';
import { readAudit } from '$lib/audit/api';
import { filtersOf } from '$lib/audit/filters';
import { ready } from '$lib/audit/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, parent, url }) => {
	depends('madang:language');
	await parent();
	await ready();
	const filters = filtersOf(url.searchParams);
	const found = await orErrorPage(readAudit(null, filters));
	return { ...found, filters, title: say('audit.title') };
};

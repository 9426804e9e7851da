import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { listDelegations, ofDelegation } from '$lib/delegations/api';
import { ready, say } from '$lib/delegations/i18n';
import { i18n, languageSettled } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import type { PageLoad } from './$types';

/** A focal point's own page. It stands outside the edition's public layout, for cities come before a programme does. */
export const load: PageLoad = async ({ depends, params, url }) => {
	depends('madang:language', 'madang:delegation');
	await requireAccount(url);
	await languageSettled();
	await ready();
	const { items } = await orErrorPage(listDelegations(params.slug));
	const chosen = items.find(({ key }) => key === url.searchParams.get('city')) ?? items[0];
	const overview = chosen ? await orErrorPage(ofDelegation(params.slug, chosen.id).overview()) : null;
	const around = overview?.edition;
	const edition = around && {
		slug: around.slug,
		title: inLanguage(around.title, i18n.language, around.default_language)
	};
	return { delegations: items, overview, edition, title: say('mine.title') };
};

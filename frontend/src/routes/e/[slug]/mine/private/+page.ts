import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { Problem } from '$lib/api/problem';
import { ownCare } from '$lib/care/api';
import { ready, say } from '$lib/care/i18n';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/** One's own private details. They stand outside the edition's public layout: an edition may have no release yet. */
export const load: PageLoad = async ({ depends, params, url }) => {
	depends('madang:language', 'madang:private');
	await requireAccount(url);
	await languageSettled();
	await ready();
	const care = ownCare(params.slug);
	const found = await orErrorPage(Promise.all([care.sensitive(), care.visa()]).catch(absent));
	return { slug: params.slug, own: found && { sensitive: found[0], visa: found[1] }, title: say('title') };
};

/** Whoever has not registered is told so by the page. */
function absent(cause: unknown): null {
	if (cause instanceof Problem && cause.status === 404) return null;
	throw cause;
}

import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { Problem } from '$lib/api/problem';
import { languageSettled } from '$lib/i18n';
import { readOwn } from '$lib/participants/api';
import { ready, say } from '$lib/participants/i18n';
import type { OwnRequirements } from '$lib/participants/types';
import type { PageLoad } from './$types';

/** Null for whoever is not registered: that is no error, but the next step. */
async function find(slug: string): Promise<OwnRequirements | null> {
	try {
		return await readOwn(slug);
	} catch (cause) {
		if (cause instanceof Problem && cause.status === 404) return null;
		throw cause;
	}
}

export const load: PageLoad = async ({ depends, params, url }) => {
	depends('madang:language', 'madang:mine');
	await Promise.all([requireAccount(url), languageSettled()]);
	const [own] = await orErrorPage(Promise.all([find(params.slug), ready()]));
	return { slug: params.slug, own, title: say('mine.title') };
};

import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { Problem } from '$lib/api/problem';
import { readOwn } from '$lib/case-studies/api';
import { ready, say } from '$lib/case-studies/i18n';
import type { Own } from '$lib/case-studies/types';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/** Null for whoever takes no part: that is no error, but the next step. */
async function find(slug: string): Promise<Own | null> {
	try {
		return await readOwn(slug);
	} catch (cause) {
		if (cause instanceof Problem && cause.status === 404) return null;
		throw cause;
	}
}

/** Outside the edition's layout, as all that is one's own: it does not wait for the programme. */
export const load: PageLoad = async ({ depends, params: { slug }, url }) => {
	depends('madang:language', 'madang:own-case-studies');
	const [account] = await Promise.all([requireAccount(url), languageSettled()]);
	const [own] = await orErrorPage(Promise.all([find(slug), ready()]));
	return { slug, account: account.id, own, title: say('title') };
};

import { requireAccount } from '$lib/accounts/guard';
import { orErrorPage } from '$lib/api/load';
import { Problem } from '$lib/api/problem';
import { i18n, languageSettled } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { readStanding } from '$lib/registration/api';
import { listOwnVisits } from '$lib/visits/api';
import { ready, say } from '$lib/visits/i18n';
import type { OwnVisit } from '$lib/visits/types';
import type { PageLoad } from './$types';

/** Null for whoever is not registered: that is no error, but the next step. */
async function find(slug: string): Promise<OwnVisit[] | null> {
	try {
		return await listOwnVisits(slug);
	} catch (cause) {
		if (cause instanceof Problem && cause.status === 404) return null;
		throw cause;
	}
}

/** Outside the edition's layout, as all that is one's own: it does not wait for the programme. */
export const load: PageLoad = async ({ depends, params: { slug }, url }) => {
	depends('madang:language', 'madang:own-visits');
	await Promise.all([requireAccount(url), languageSettled()]);
	const [visits, standing] = await orErrorPage(Promise.all([find(slug), readStanding(slug), ready()]));
	const { title, timezone, default_language } = standing.edition;
	return {
		visits,
		zone: timezone,
		language: default_language,
		edition: { slug, title: inLanguage(title, i18n.language, default_language) },
		title: say('mine.title')
	};
};

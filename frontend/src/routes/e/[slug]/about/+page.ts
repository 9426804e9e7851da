import { languageSettled, t } from '$lib/i18n';
import { ready } from '$lib/programme/i18n';
import { followChanges, readEdition } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	await languageSettled();
	const [about] = await Promise.all([readEdition(event.params.slug), ready()]);
	return { about, title: `${t('edition.about')} · ${about.title}` };
};

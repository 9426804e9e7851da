import { t } from '$lib/i18n';
import { followChanges, readEdition } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	const about = await readEdition(event.params.slug);
	return { about, title: `${t('edition.about')} · ${about.title}` };
};

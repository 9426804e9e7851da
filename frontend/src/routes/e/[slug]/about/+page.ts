import { t } from '$lib/i18n';
import { readEdition } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, depends }) => {
	depends('madang:language');
	const about = await readEdition(params.slug);
	return { about, title: `${t('edition.about')} · ${about.title}` };
};

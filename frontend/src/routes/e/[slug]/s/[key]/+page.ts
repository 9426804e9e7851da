import { languageSettled } from '$lib/i18n';
import { ready } from '$lib/programme/i18n';
import { followChanges, readSession } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	await languageSettled();
	const [detail] = await Promise.all([readSession(event.params.slug, event.params.key), ready()]);
	return { detail, title: `${detail.session.title} · ${detail.edition.title}` };
};

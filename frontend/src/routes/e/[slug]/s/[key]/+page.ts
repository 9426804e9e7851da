import { followChanges, readSession } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	const detail = await readSession(event.params.slug, event.params.key);
	return { detail, title: `${detail.session.title} · ${detail.edition.title}` };
};

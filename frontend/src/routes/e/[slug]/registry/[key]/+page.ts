import { followChanges } from '$lib/programme/public';
import { readRegistry } from '$lib/registry/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	const [drawn, { edition }] = await Promise.all([
		readRegistry(event.params.slug, new URLSearchParams(), event.params.key),
		event.parent()
	]);
	return { drawn, title: `${drawn.title} · ${edition.title}` };
};

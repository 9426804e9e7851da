import { followChanges, readAgenda, readEditions } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	const editions = await readEditions();
	const featured = editions.find((edition) => edition.featured) ?? editions[0];
	return {
		editions,
		featured,
		agenda: featured ? await readAgenda(featured.slug) : undefined,
		edition: featured,
		title: featured?.title
	};
};

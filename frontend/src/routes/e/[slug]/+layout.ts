import { followChanges, readAgenda } from '$lib/programme/public';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async (event) => {
	followChanges(event);
	const agenda = await readAgenda(event.params.slug);
	return { agenda, edition: agenda.edition, title: agenda.edition.title };
};

import { readAgenda } from '$lib/programme/public';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ params, depends }) => {
	depends('madang:language', 'madang:agenda');
	const agenda = await readAgenda(params.slug);
	return { agenda, edition: agenda.edition, title: agenda.edition.title };
};

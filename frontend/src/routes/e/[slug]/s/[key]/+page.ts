import { readSession } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, depends }) => {
	depends('madang:language', 'madang:agenda');
	const detail = await readSession(params.slug, params.key);
	return { detail, title: `${detail.session.title} · ${detail.edition.title}` };
};

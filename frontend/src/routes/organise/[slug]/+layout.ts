import { orErrorPage } from '$lib/api/load';
import { readSurroundings } from '$lib/organise/api';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ depends, params, parent }) => {
	depends('madang:edition');
	await parent();
	return { around: await orErrorPage(readSurroundings(params.slug)) };
};

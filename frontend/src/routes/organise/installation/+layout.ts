import { error } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ parent }) => {
	const { account } = await parent();
	if (!account.scopes.includes('installation:read')) error(404);
};

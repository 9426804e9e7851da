import { requireAccount } from '$lib/accounts/guard';
import { loadLinkPage } from '$lib/accounts/link-page';
import type { PageLoad } from './$types';

// Whoever presses has to be whom the address is for: a stranger's press would give it to a stranger.
export const load: PageLoad = async ({ depends, url }) => {
	const loaded = await loadLinkPage('email_change', depends, url);
	await requireAccount(url);
	return loaded;
};

import { resume } from '$lib/accounts/session.svelte';
import { startLanguage } from '$lib/i18n';
import type { LayoutLoad } from './$types';

// A single-page app: the server puts what can be read first into the page, scripts do the rest.
export const ssr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ url }) => {
	// Who is signed in may come later: nothing public waits for it, and pages that need it ask themselves.
	void resume().catch(() => undefined);
	await startLanguage(url.searchParams.get('lang'));
};

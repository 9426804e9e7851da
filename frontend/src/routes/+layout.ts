import { session } from '$lib/accounts/session.svelte';
import { startLanguage } from '$lib/i18n';
import type { LayoutLoad } from './$types';

// A single-page app: the server puts what can be read first into the page, scripts do the rest.
export const ssr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ url }) => {
	// Who is signed in may come later: nothing public waits for it, and pages that need it ask themselves.
	if (session.likely && !session.account) void resumeLater();
	await startLanguage(url.searchParams.get('lang'));
};

async function resumeLater(): Promise<void> {
	try {
		const { resume } = await import('$lib/accounts/sign-in');
		await resume();
	} catch {
		// The page works without; whoever goes on to what needs an account is told there.
	}
}

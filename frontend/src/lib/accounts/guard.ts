import { redirect } from '@sveltejs/kit';
import { orErrorPage } from '$lib/api/load';
import type { Account } from '$lib/api/types';
import { session } from './session.svelte';
import { resume } from './sign-in';

/** Return who is signed in, or send the visitor to sign in first and come back to `url`. For `load` functions. */
export async function requireAccount(url: URL): Promise<Account> {
	await orErrorPage(resume());
	const next = encodeURIComponent(url.pathname + url.search);
	if (!session.account) throw redirect(307, `/sign-in?next=${next}`);
	if (session.mustChangePassword) throw redirect(307, `/account?next=${next}`);
	return session.account;
}

/** Return where to go after signing in: a path of this site, never an address elsewhere. */
export function safeNext(next: string | null, fallback: string): string {
	return next && /^\/(?![/\\])/.test(next) ? next : fallback;
}

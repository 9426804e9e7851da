import { api } from '$lib/api/api';
import { body, keep, refresh, send } from '$lib/api/client';
import type { Grant } from '$lib/api/types';
import { forgetOwn } from '$lib/kept';
import { forgetUnsent, hasUnsent } from '$lib/unsent';
import { session } from './session.svelte';

let resuming: Promise<void> | null = null;

/** Take up the login that the browser still has; calls at the same time share one. Nobody signed in is no error. */
export function resume(): Promise<void> {
	if (session.account) return Promise.resolve();
	resuming ??= refresh()
		.then(begin)
		.finally(() => (resuming = null));
	return resuming;
}

async function begin(grant: Grant | null): Promise<void> {
	keep(grant);
	if (!grant) return end();
	session.begin(await body(api.GET('/api/v1/me')), grant.must_change_password);
}

/** Nobody is signed in here any more: what was kept for them goes, too. */
async function end(): Promise<void> {
	session.end();
	await forgetOwn();
}

/** Sign in. Throws a `Problem` when the server refuses. */
export async function signIn(username: string, password: string): Promise<void> {
	const form = new URLSearchParams({ grant_type: 'password', username, password });
	const response = await send(post('/api/v1/auth/token', form));
	await begin((await response.json()) as Grant);
}

/** Go on with a grant that came otherwise than by password. */
export async function signInWith(grant: Grant): Promise<void> {
	await begin(grant);
}

/** Read one's own account again, after a change of it. */
export async function readAgain(): Promise<void> {
	session.begin(await body(api.GET('/api/v1/me')), session.mustChangePassword);
}

/** Whether nothing is lost by signing out, or whoever does so was asked and lets go of it. */
export async function mayLeave(): Promise<boolean> {
	if (!hasUnsent()) return true;
	const { askToLeave } = await import('$lib/action-plans/leaving');
	return askToLeave();
}

/** Sign out everywhere, here too. */
export async function signOutEverywhere(): Promise<void> {
	await api.DELETE('/api/v1/me/logins');
	keep(null);
	await forgetUnsent();
	await end();
}

/** Sign out here, whether or not the server could be told. */
export async function signOut(): Promise<void> {
	try {
		await send(post('/api/v1/auth/sign-out'));
	} finally {
		keep(null);
		await forgetUnsent();
		await end();
	}
}

/** Change the password. The account's other logins end, this one goes on. */
export async function changePassword(current: string, next: string): Promise<void> {
	await api.PUT('/api/v1/me/password', { body: { current_password: current, new_password: next } });
	session.begin(await body(api.GET('/api/v1/me')), false);
}

function post(path: string, form?: URLSearchParams): Request {
	return new Request(new URL(path, location.origin), { method: 'POST', body: form });
}

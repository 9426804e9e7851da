import { api, body, keep, refresh, send, type Grant } from '$lib/api/client';
import { stored } from '$lib/stored';
import type { Account } from '$lib/api/types';

// The refresh cookie cannot be read; this mark spares every anonymous visitor a request that would be refused.
const mark = stored('madang:signed-in');

let account = $state.raw<Account | null>(null);
let mustChangePassword = $state(false);
let started: Promise<void> | null = null;

/** Who is signed in. Components that read it follow its changes. */
export const session = {
	get account(): Account | null {
		return account;
	},
	get mustChangePassword(): boolean {
		return mustChangePassword;
	}
};

/**
 * Take up the login that the browser still has, once a page. `probe` asks the server even when this browser has
 * no mark of a login, as pages for organisers do.
 */
export function resume(probe = false): Promise<void> {
	if (account || (!probe && mark.read() === null)) return Promise.resolve();
	started ??= take(refresh).finally(() => (started = null));
	return started;
}

async function take(ask: () => Promise<Grant | null>): Promise<void> {
	const grant = await ask();
	keep(grant);
	mark.write(grant ? 'yes' : null);
	mustChangePassword = grant?.must_change_password ?? false;
	account = grant ? await body(api.GET('/api/v1/me')) : null;
}

/** Sign in. Throws a `Problem` when the server refuses. */
export async function signIn(username: string, password: string): Promise<void> {
	const form = new URLSearchParams({ grant_type: 'password', username, password });
	await take(async () => {
		const response = await send(
			new Request(new URL('/api/v1/auth/token', location.origin), { method: 'POST', body: form })
		);
		return (await response.json()) as Grant;
	});
}

/** Sign out here; the server ends the login even if this browser forgets it first. */
export async function signOut(): Promise<void> {
	try {
		await send(new Request(new URL('/api/v1/auth/sign-out', location.origin), { method: 'POST' }));
	} finally {
		keep(null);
		mark.write(null);
		account = null;
		mustChangePassword = false;
	}
}

/** Change the password, and sign in again with it: other logins of the account have ended. */
export async function changePassword(current: string, next: string): Promise<void> {
	await api.PUT('/api/v1/me/password', { body: { current_password: current, new_password: next } });
	if (account) await signIn(account.email, next);
}

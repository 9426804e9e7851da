import { problemOf, unreachable } from './problem';
import type { Grant } from './types';

// The access token lives here and nowhere else: it ends with the page (the cookie that renews it is not readable).
let access: string | null = null;
let refreshing: Promise<Grant | null> | null = null;

/** Keep the access token of a grant for the calls that follow, or forget it. */
export function keep(grant: Grant | null): void {
	access = grant?.access_token ?? null;
}

/** Ask for a new access token by the refresh cookie; calls at the same time share one request. Null: signed out. */
export function refresh(): Promise<Grant | null> {
	refreshing ??= renew().finally(() => (refreshing = null));
	return refreshing;
}

async function renew(): Promise<Grant | null> {
	const response = await reach(new Request(address('/api/v1/auth/refresh'), { method: 'POST' }));
	if (response.status >= 500 || response.status === 429) throw await problemOf(response);
	const grant = response.ok ? ((await response.json()) as Grant) : null;
	if (!grant) await discard(response);
	keep(grant);
	return grant;
}

/**
 * Send a request: the only fetch() of the API. Private calls carry the access token; one that has run out is
 * renewed once and the call repeated. A refusal is thrown as a `Problem`.
 */
export async function send(request: Request): Promise<Response> {
	const path = new URL(request.url).pathname;
	const guarded = path.startsWith('/api/') && !path.startsWith('/api/v1/auth/');
	const again = guarded ? request.clone() : null;
	const carried = guarded ? access : null;
	let response = await reach(authorised(request, carried));
	if (response.status === 401 && again) {
		// Another call may have renewed the token while this one was under way.
		const token = access !== carried && access ? access : (await refresh())?.access_token;
		if (token) {
			await discard(response);
			response = await reach(authorised(again, token));
		}
	}
	if (!response.ok && response.status !== 304) throw await problemOf(response);
	return response;
}

function authorised(request: Request, token: string | null): Request {
	if (token) request.headers.set('Authorization', `Bearer ${token}`);
	return request;
}

/** Let go of an answer that nobody reads: it would hold its connection. */
async function discard(response: Response): Promise<void> {
	await response.body?.cancel();
}

async function reach(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
		throw unreachable();
	}
}

function address(path: string): string {
	return new URL(path, location.origin).href;
}

/** Return the body of a call. `send` has thrown for a refusal, so what is here is what was asked for. */
export async function body<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
	return (await call).data as T;
}

/** The header that a change needs: the version of the resource that the change was made on. */
export function ifMatch(version: number): { 'If-Match': string } {
	return { 'If-Match': `"${version}"` };
}

/** The header by which a creation can be sent again without happening twice; make one a form, not one a press. */
export function retryKey(): { 'Idempotency-Key': string } {
	const random = crypto.getRandomValues(new Uint8Array(16));
	return { 'Idempotency-Key': Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ifMatch, keep, refresh, retryKey, send } from './client';
import { Problem } from './problem';
import type { Grant } from './types';

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
let calls: { path: string; token: string | null; body: string }[];

/** Answer each address by its own function, and note what was asked. */
function serve(routes: Record<string, (call: { token: string | null }) => Answer | Promise<Answer>>) {
	calls = [];
	vi.stubGlobal('fetch', async (request: Request) => {
		const path = new URL(request.url).pathname;
		const call = { path, token: request.headers.get('authorization'), body: await request.clone().text() };
		calls.push(call);
		const route = routes[path];
		if (!route) throw new TypeError('Failed to fetch');
		const { status = 200, body = {}, headers = {} } = await route(call);
		return new Response(status === 204 ? null : JSON.stringify(body), {
			status,
			headers: { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers }
		});
	});
}

const ME = 'http://localhost:3000/api/v1/me';
const REFRESH = '/api/v1/auth/refresh';
const grant = (access_token: string): Grant => ({
	access_token,
	token_type: 'bearer',
	expires_in: 600,
	must_change_password: false
});
const ofToken = (good: string) => (call: { token: string | null }) =>
	call.token === `Bearer ${good}` ? { body: { ok: true } } : { status: 401, body: { code: 'token_invalid' } };

beforeEach(() => keep(null));

describe('send', () => {
	test('renews a token that has run out, once, and repeats the call with its body', async () => {
		keep(grant('old'));
		serve({ '/api/v1/me': ofToken('new'), [REFRESH]: () => ({ body: grant('new') }) });

		const response = await send(new Request(ME, { method: 'PUT', body: 'words' }));

		expect(await response.json()).toEqual({ ok: true });
		expect(calls.map(({ path, token, body }) => [path, token, body])).toEqual([
			['/api/v1/me', 'Bearer old', 'words'],
			[REFRESH, null, ''],
			['/api/v1/me', 'Bearer new', 'words']
		]);
	});

	test('calls that run out together share one renewal', async () => {
		keep(grant('old'));
		serve({ '/api/v1/me': ofToken('new'), [REFRESH]: () => ({ body: grant('new') }) });

		const all = await Promise.all([1, 2, 3].map(() => send(new Request(ME))));

		expect(all.map((response) => response.status)).toEqual([200, 200, 200]);
		expect(calls.filter((call) => call.path === REFRESH)).toHaveLength(1);
	});

	test('a refused renewal leaves the first refusal', async () => {
		serve({
			'/api/v1/me': ofToken('never'),
			[REFRESH]: () => ({ status: 401, body: { code: 'refresh_invalid' } })
		});

		await expect(send(new Request(ME))).rejects.toMatchObject({ status: 401, code: 'token_invalid' });
		expect(calls).toHaveLength(2);
	});

	test('a server that is away while renewing is no end of the login', async () => {
		keep(grant('old'));
		serve({
			'/api/v1/me': ofToken('new'),
			[REFRESH]: () => ({ status: 503, body: { code: 'unavailable' } })
		});

		await expect(send(new Request(ME))).rejects.toMatchObject({ status: 503, code: 'unavailable' });
	});

	test('public addresses never carry the token', async () => {
		keep(grant('secret'));
		serve({ '/public/v1/editions': () => ({ body: { items: [] } }) });

		await send(new Request('http://localhost:3000/public/v1/editions'));

		expect(calls[0]?.token).toBeNull();
	});

	test('a refusal is a typed problem', async () => {
		const current = { version: 4 };
		serve({
			'/api/v1/me': () => ({
				status: 412,
				body: {
					title: 'Stale',
					detail: 'changed since',
					code: 'stale',
					errors: [{ pointer: '/body/title/en', detail: 'too long' }],
					request_id: 'r-1',
					current
				}
			})
		});

		const problem = await send(new Request(ME)).catch((cause: unknown) => cause as Problem);

		expect(problem).toBeInstanceOf(Problem);
		expect(problem).toMatchObject({
			status: 412,
			code: 'stale',
			detail: 'changed since',
			requestId: 'r-1',
			current
		});
		expect((problem as Problem).of('/title')).toBe('too long');
		expect((problem as Problem).of('/titles')).toBeUndefined();
	});

	test('when to try again is read from the header', async () => {
		serve({ '/api/v1/me': () => ({ status: 429, headers: { 'retry-after': '90' } }) });

		await expect(send(new Request(ME))).rejects.toMatchObject({ status: 429, retryAfter: 90 });
	});

	test('no answer at all is the problem "unreachable"', async () => {
		serve({});

		await expect(send(new Request(ME))).rejects.toMatchObject({ status: 0, code: 'unreachable' });
	});

	test('a refusal that is no problem document still has a code', async () => {
		vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));

		await expect(send(new Request(ME))).rejects.toMatchObject({ status: 502, code: 'http_502', errors: [] });
	});
});

describe('refresh', () => {
	test('says null when nobody is signed in', async () => {
		serve({ [REFRESH]: () => ({ status: 401 }) });

		expect(await refresh()).toBeNull();
	});
});

describe('headers', () => {
	test('a version is quoted', () => {
		expect(ifMatch(7)).toEqual({ 'If-Match': '"7"' });
	});

	test('retry keys differ', () => {
		expect(retryKey()['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/);
		expect(retryKey()).not.toEqual(retryKey());
	});
});

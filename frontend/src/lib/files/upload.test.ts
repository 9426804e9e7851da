import { describe, expect, test, vi } from 'vitest';
import { Problem, unreachable } from '$lib/api/problem';
import { mediaTypeOf, sendRest, type Counter, type Handed } from './upload';

const SIZE = 200_000;
const content = new Blob([Uint8Array.from({ length: SIZE }, (_, i) => i % 251)]);

/** A server that loses what `lose` says: the request, or only its answer. */
function counter(lose: (call: number) => 'request' | 'answer' | null = () => null) {
	const received: number[] = [];
	let calls = 0;
	const state = (): Handed => ({
		id: 'f',
		edition: 'e',
		name: 'plan.pdf',
		media_type: 'application/pdf',
		size: SIZE,
		received: received.length,
		complete: received.length === SIZE,
		sensitive: false,
		sha256: null,
		created_at: '2030-01-01T00:00:00Z',
		piece_bytes: 100_000
	});
	const made: Counter = {
		begin: () => Promise.resolve(state()),
		standing: () => Promise.resolve(state()),
		put: async (_id, offset, piece) => {
			const lost = lose(calls++);
			if (lost === 'request') throw unreachable();
			if (offset !== received.length) throw new Problem(409, { code: 'offset_wrong' });
			received.push(...new Uint8Array(await piece.arrayBuffer()));
			if (lost === 'answer') throw unreachable();
			return state();
		}
	};
	return { made, received, state, calls: () => calls };
}

const rest = () => Promise.resolve();
const signal = new AbortController().signal;

describe('sending a file', () => {
	test('sends all of it once, in pieces that grow no further than the server takes', async () => {
		const server = counter();
		const put = vi.spyOn(server.made, 'put');
		const handed = await sendRest(server.made, server.state(), content, { onstep: () => {}, signal, rest });
		expect(handed.complete).toBe(true);
		expect(server.received).toEqual([...new Uint8Array(await content.arrayBuffer())]);
		expect(put.mock.calls.map(([, offset, piece]) => [offset, piece.size])).toEqual([
			[0, 65_536],
			[65_536, 100_000],
			[165_536, SIZE - 165_536]
		]);
	});

	test.each(['request', 'answer'] as const)(
		'goes on after a lost %s, and says that it waits',
		async (lost) => {
			const server = counter((call) => (call === 1 ? lost : null));
			const waits: boolean[] = [];
			await sendRest(server.made, server.state(), content, {
				onstep: (_, waiting) => waits.push(waiting),
				signal,
				rest
			});
			expect(server.received).toEqual([...new Uint8Array(await content.arrayBuffer())]);
			expect(waits.filter(Boolean)).toHaveLength(1);
		}
	);

	test('goes on where another tab has got to', async () => {
		const server = counter();
		const old = server.state();
		await server.made.put('f', 0, content.slice(0, 50_000), signal);
		await sendRest(server.made, old, content, { onstep: () => {}, signal, rest });
		expect(server.received).toHaveLength(SIZE);
	});

	test('throws what no patience helps against', async () => {
		const server = counter();
		server.made.put = () => Promise.reject(new Problem(422, { code: 'content_unlike' }));
		const sent = sendRest(server.made, server.state(), content, { onstep: () => {}, signal, rest });
		await expect(sent).rejects.toMatchObject({ code: 'content_unlike' });
	});

	test('stops when it is told to', async () => {
		const stopping = new AbortController();
		const server = counter(() => 'request');
		const sent = sendRest(server.made, server.state(), content, {
			onstep: () => {},
			signal: stopping.signal,
			rest: () => Promise.resolve(stopping.abort())
		});
		await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
		expect(server.calls()).toBe(1);
	});
});

test.each([
	[{ name: 'scan', type: 'image/png' }, 'image/png'],
	[{ name: 'SCAN.JPEG', type: '' }, 'image/jpeg'],
	[{ name: 'plan.docx', type: 'application/octet-stream' }, /wordprocessingml/],
	[{ name: 'page.html', type: 'text/html' }, null],
	[{ name: 'none', type: '' }, null]
])('knows what %o is', (file, type) => {
	if (type === null) expect(mediaTypeOf(file)).toBeNull();
	else expect(mediaTypeOf(file)).toMatch(type);
});

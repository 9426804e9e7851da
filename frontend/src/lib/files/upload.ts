import { api } from '$lib/api/api';
import { body, retryKey } from '$lib/api/client';
import { Problem } from '$lib/api/problem';
import type { components } from '$lib/api/schema';

export type Handed = components['schemas']['FilePublic'];
type MediaType = components['schemas']['MediaType'];

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** What is taken, by the ending of a name: some phones know no type of a file. */
const TYPES: Record<string, MediaType> = {
	pdf: 'application/pdf',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	docx: `${OFFICE}.wordprocessingml.document`,
	pptx: `${OFFICE}.presentationml.presentation`,
	xlsx: `${OFFICE}.spreadsheetml.sheet`
};
export const ACCEPT = Object.keys(TYPES)
	.map((ending) => `.${ending}`)
	.join(',');

/** Return the media type that a file is handed in as, or null when such files are not taken. */
export function mediaTypeOf({ name, type }: { name: string; type: string }): MediaType | null {
	const known = Object.values(TYPES).find((one) => one === type);
	return known ?? TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? null;
}

/** What sending a file asks of the server. */
export interface Counter {
	begin(file: File, type: MediaType): Promise<Handed>;
	standing(id: string): Promise<Handed>;
	put(id: string, offset: number, piece: Blob, signal: AbortSignal): Promise<Handed>;
}

/** The counter of an edition. */
export function counterOf(edition: string, sensitive: boolean): Counter {
	const content = '/api/v1/me/files/{file_id}/content';
	return {
		begin: (file, media_type) =>
			body(
				api.POST('/api/v1/me/files', {
					headers: retryKey(),
					body: { edition, name: file.name, media_type, size: file.size, sensitive }
				})
			),
		standing: (file_id) => body(api.GET('/api/v1/me/files/{file_id}', { params: { path: { file_id } } })),
		put: (file_id, offset, piece, signal) =>
			body(
				api.PUT(content, {
					params: { path: { file_id }, query: { offset } },
					body: piece as unknown as string,
					bodySerializer: (bytes) => bytes as unknown as Blob,
					headers: { 'Content-Type': 'application/octet-stream' },
					signal
				})
			)
	};
}

const FIRST_PIECE = 65_536; // a good second at 400 kbit/s
const QUICK_MS = 1500;
const LONGEST_WAIT_MS = 30_000;

export interface Course {
	/** Told of each step, and of `waiting` while there is no connection. */
	onstep: (handed: Handed, waiting: boolean) => void;
	signal: AbortSignal;
	/** Waits for so long, or until the browser says that it is back; another one in tests. */
	rest?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Send what the server lacks of a file, piece by piece. Pieces grow while they go through quickly; a lost connection
 * is waited for, and then the server is asked how much it has. Any other refusal is thrown.
 */
export async function sendRest(counter: Counter, begun: Handed, file: Blob, course: Course): Promise<Handed> {
	const rest = course.rest ?? restOrOnline;
	let handed = begun;
	let step = FIRST_PIECE;
	let failures = 0;
	let asking = false;
	while (!handed.complete) {
		course.signal.throwIfAborted();
		try {
			if (asking) handed = await counter.standing(handed.id);
			asking = false;
			course.onstep(handed, false);
			if (handed.complete) break;
			const size = Math.min(step, handed.piece_bytes);
			const started = performance.now();
			const piece = file.slice(handed.received, handed.received + size);
			handed = await counter.put(handed.id, handed.received, piece, course.signal);
			step = performance.now() - started < QUICK_MS ? step * 2 : Math.max(FIRST_PIECE / 4, step / 2);
			failures = 0;
		} catch (cause) {
			if (!isPassing(cause)) throw cause;
			asking = true;
			if (cause.code === 'offset_wrong') continue;
			step = FIRST_PIECE / 4;
			course.onstep(handed, true);
			await rest(Math.min(1000 * 2 ** failures++, LONGEST_WAIT_MS), course.signal);
		}
	}
	course.onstep(handed, false);
	return handed;
}

/** Whether trying again makes sense: no connection, a server that is away, a piece that had arrived after all. */
function isPassing(cause: unknown): cause is Problem {
	return (
		cause instanceof Problem &&
		(cause.status === 0 || cause.status === 429 || cause.status >= 502 || cause.code === 'offset_wrong')
	);
}

function restOrOnline(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(over, ms);
		function over() {
			clearTimeout(timer);
			removeEventListener('online', over);
			signal.removeEventListener('abort', over);
			if (signal.aborted) reject(signal.reason as Error);
			else resolve();
		}
		addEventListener('online', over);
		signal.addEventListener('abort', over);
	});
}

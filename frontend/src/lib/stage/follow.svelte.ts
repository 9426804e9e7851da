import { send } from '$lib/api/client';
import { Problem } from '$lib/api/problem';
import { whileSeen } from '$lib/poll';
import { offsetOf, sampleOf, withSample, type Sample } from './clock';
import type { Timer } from './types';

const EVERY = 2000;
/** Longer than this without an answer, and the room is told. */
const QUIET = 5000;
const PATIENCE = 4000;
const TICK = 200;

/** A session's timer as this screen knows it: asked for every two seconds, counted between by the server's clock. */
export class Followed {
	timer = $state.raw<Timer | null>(null);
	/** The server's present moment in milliseconds. */
	now = $state(0);
	/** Whether nothing was heard for a while. */
	quiet = $state(false);
	/** Whether the session is not published any more. */
	gone = $state(false);
	readonly #address: string;
	#samples: Sample[] = [];
	#heard = performance.now();
	#etag: string | null = null;
	#taken = 0;

	constructor(slug: string, key: string) {
		const [edition, session] = [slug, key].map(encodeURIComponent);
		this.#address = `${location.origin}/public/v1/editions/${edition}/sessions/${session}/timer`;
	}

	/** Follow it for as long as a component is on the page: `$effect(() => followed.follow())`. */
	follow(): () => void {
		const look = () => this.look().catch(() => undefined);
		const seen = () => void (document.hidden || look());
		void look();
		const end = whileSeen(EVERY, () => this.look());
		const ticking = setInterval(() => this.#tick(), TICK);
		document.addEventListener('visibilitychange', seen);
		return () => {
			end();
			clearInterval(ticking);
			document.removeEventListener('visibilitychange', seen);
		};
	}

	/** Ask how it stands, and what time it is there. */
	async look(): Promise<void> {
		const headers = new Headers(this.#etag ? { 'If-None-Match': this.#etag } : {});
		const request = new Request(this.#address, { headers, signal: AbortSignal.timeout(PATIENCE) });
		const taken = this.#taken;
		const sent = performance.now();
		try {
			const answer = await send(request);
			const received = performance.now();
			const server = Date.parse(answer.headers.get('Madang-Now') ?? '');
			if (server) this.#samples = withSample(this.#samples, sampleOf(sent, received, server));
			const timer = answer.status === 304 ? null : ((await answer.json()) as Timer);
			// What was pressed here meanwhile has overtaken this answer.
			if (timer && taken === this.#taken) {
				this.timer = timer;
				this.#etag = answer.headers.get('ETag');
			}
			this.#heard = received;
			this.gone = false;
		} catch (cause) {
			this.gone = cause instanceof Problem && cause.status === 404;
			if (this.gone) this.#heard = performance.now();
			throw cause;
		} finally {
			this.#tick();
		}
	}

	/** Take over what a change has answered: nobody waits for the next look. */
	take(timer: Timer): void {
		this.timer = timer;
		this.#taken += 1;
		this.#tick();
	}

	#tick(): void {
		const here = performance.now();
		this.now = here + offsetOf(this.#samples);
		this.quiet = here - this.#heard > QUIET;
	}
}

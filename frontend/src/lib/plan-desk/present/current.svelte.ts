import { goto, invalidate } from '$app/navigation';
import { session } from '$lib/accounts/session.svelte';
import { resume } from '$lib/accounts/sign-in';
import { Problem } from '$lib/api/problem';
import { forgetOwn } from '$lib/kept';
import { ofPresentation } from './api';
import { forget, isKept, keep, type Kept } from './kept';

/** The plans of a session as far as the server can be reached: what was opened once goes on without it. */
export class CurrentStage {
	kept = $state.raw({} as Kept);
	/** Why they could not be brought up to date when that was tried last. */
	problem = $state.raw<Problem | null>(null);
	/** Whether they would be there without a network. */
	safe = $state(false);
	busy = $state(false);
	readonly #slug: string;
	readonly #session: string;

	constructor(slug: string, sessionId: string, given: Kept) {
		this.#slug = slug;
		this.#session = sessionId;
		this.kept = given;
		this.safe = isKept(given);
	}

	/** Read them again. Whoever turns out to be signed out, or somebody else, sees nothing of what was kept. */
	refresh = async (): Promise<void> => {
		if (!session.likely || this.busy) return;
		this.busy = true;
		try {
			await resume();
			if (!session.account) return await this.#leave();
			if (session.account.id !== this.kept.account) {
				await forgetOwn();
				return await invalidate('madang:present');
			}
			const fresh = await ofPresentation(this.#slug, this.#session).plans();
			this.problem = null;
			this.kept = keep(session.account.id, fresh);
			this.safe = isKept(this.kept);
		} catch (cause) {
			if (!(cause instanceof Problem)) throw cause;
			if (cause.status === 401) return await this.#leave();
			if (cause.status === 403 || cause.status === 404) {
				forget(this.#slug, this.#session);
				return await invalidate('madang:present');
			}
			this.problem = cause;
		} finally {
			this.busy = false;
		}
	};

	async #leave(): Promise<void> {
		await forgetOwn();
		await goto(`/sign-in?next=${encodeURIComponent(`/e/${this.#slug}/present/${this.#session}`)}`);
	}
}

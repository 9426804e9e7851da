import { Problem } from '$lib/api/problem';
import { saveDraft } from './api';
import { keptFor, merge, same, toDraft, withoutRefused } from './draft';
import type { Draft, Standing } from './types';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'here' | 'partly';

const PAUSE = 2500;

/**
 * Keeps what somebody types: on this device at once, at the server after a pause. What was changed elsewhere
 * meanwhile is put together with it; what the server refuses keeps nothing else from being saved.
 */
export class Autosave {
	draft = $state() as Draft;
	standing = $state.raw() as Standing;
	state = $state<SaveState>('saved');
	problem = $state.raw<Problem | null>(null);
	/** Places that were changed here and elsewhere. */
	both = $state.raw<string[]>([]);
	/** Whether something that was typed here before is back. */
	brought = $state(false);

	#saved: Draft;
	#language: string;
	#kept: ReturnType<typeof keptFor>;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#saving: Promise<boolean> | null = null;

	constructor(standing: Standing, account: string, language: string) {
		this.#language = language;
		this.standing = standing;
		this.#saved = toDraft(standing, language);
		this.draft = structuredClone(this.#saved);
		this.#kept = keptFor(standing.edition.slug, account);
		const kept = this.#kept.read();
		if (!kept || !this.may) return;
		const merged = merge(kept.base, kept.draft, this.#saved);
		this.draft = merged.draft;
		this.both = merged.both;
		this.brought = !same(merged.draft, this.#saved);
		if (!this.brought) this.#kept.write(null);
		else this.state = 'waiting';
	}

	/** Whether the server takes it at all. */
	get may(): boolean {
		return this.standing.available_transitions.includes('save');
	}

	/** Whether pauses are used to save: what was sent already stays whole, so it is saved by a press. */
	get byItself(): boolean {
		return (this.standing.registration?.status ?? 'draft') === 'draft';
	}

	get dirty(): boolean {
		return !same(this.draft, this.#saved);
	}

	/** Something was typed. */
	changed(): void {
		if (!this.dirty) {
			this.#kept.write(null);
			if (this.state === 'waiting') this.state = 'saved';
			return;
		}
		this.#kept.write({ base: this.#saved, draft: $state.snapshot(this.draft) as Draft });
		if (this.state !== 'saving') this.state = navigator.onLine ? 'waiting' : 'here';
		if (!this.byItself) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.save(), PAUSE);
	}

	/** Save now; false when something is not at the server after all. */
	save(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#saving ??= this.#save().finally(() => (this.#saving = null));
		return this.#saving;
	}

	async #save(): Promise<boolean> {
		if (!this.dirty) return true;
		this.state = 'saving';
		const sent = $state.snapshot(this.draft) as Draft;
		try {
			this.problem = null;
			await this.#send(sent);
			this.state = 'saved';
		} catch (cause) {
			if (!(cause instanceof Problem)) throw cause;
			await this.#refused(sent, cause);
		}
		this.changed();
		return this.state === 'saved';
	}

	async #send(draft: Draft): Promise<void> {
		try {
			this.#take(await saveDraft(this.standing.edition.slug, draft, this.standing.version));
		} catch (cause) {
			if (!(cause instanceof Problem) || cause.code !== 'stale' || !cause.current) throw cause;
			const there = cause.current as Standing;
			const merged = merge(this.#saved, draft, toDraft(there, this.#language));
			this.both = merged.both;
			this.#take(there);
			this.draft = merge(draft, $state.snapshot(this.draft) as Draft, merged.draft).draft;
			this.#take(await saveDraft(there.edition.slug, merged.draft, there.version));
		}
	}

	/** What does not fit is left as it was saved, so that the rest is not lost with it. */
	async #refused(draft: Draft, problem: Problem): Promise<void> {
		this.problem = problem;
		this.state = problem.code === 'unreachable' || problem.status >= 500 ? 'here' : 'waiting';
		const places = problem.errors.map(({ pointer }) => pointer.replace(/^\/body/, ''));
		if (problem.status !== 422 || !places.length || !this.byItself) return;
		const rest = withoutRefused(draft, this.#saved, places);
		if (!same(rest, this.#saved)) {
			try {
				await this.#send(rest);
			} catch (cause) {
				if (!(cause instanceof Problem)) throw cause;
				return;
			}
		}
		this.state = 'partly';
	}

	#take(standing: Standing): void {
		this.standing = standing;
		this.#saved = toDraft(standing, this.#language);
	}

	/** Go on from what the server says after a step; nothing typed is pending then. */
	accept(standing: Standing): void {
		this.#take(standing);
		this.draft = structuredClone(this.#saved);
		this.#kept.write(null);
		this.state = 'saved';
		this.problem = null;
		this.both = [];
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

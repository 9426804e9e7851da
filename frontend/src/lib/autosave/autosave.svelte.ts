import { Problem } from '$lib/api/problem';
import { keptFor, merge, same, withoutRefused, type Shape } from './places';

/** What is written together in one form: how it is read off the server's answer, and saved. */
export interface Form<Draft, Standing> extends Shape<Draft> {
	toDraft(standing: Standing): Draft;
	save(draft: Draft, standing: Standing): Promise<Standing>;
	/** Whether the server takes it at all. */
	may(standing: Standing): boolean;
	/** Whether pauses are used to save: what was sent already stays whole, so it is saved by a press. */
	byItself(standing: Standing): boolean;
}

export type SaveState = 'saved' | 'waiting' | 'saving' | 'here' | 'partly';

const PAUSE = 2500;

/**
 * Keeps what somebody types: on this device at once, at the server after a pause. What was changed elsewhere
 * meanwhile is put together with it; what the server refuses keeps nothing else from being saved.
 */
export class Autosave<Draft, Standing> {
	draft = $state() as Draft;
	standing = $state.raw() as Standing;
	state = $state<SaveState>('saved');
	problem = $state.raw<Problem | null>(null);
	/** Places that were changed here and elsewhere. */
	both = $state.raw<string[]>([]);
	/** What was saved elsewhere, when something was changed in both. */
	there = $state.raw<Draft | null>(null);
	/** Whether something that was typed here before is back. */
	brought = $state(false);

	#form: Form<Draft, Standing>;
	#saved: Draft;
	#kept: ReturnType<typeof keptFor<Draft>>;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#saving: Promise<boolean> | null = null;

	/** `name` is where this device keeps what the server does not have yet. */
	constructor(form: Form<Draft, Standing>, standing: Standing, name: string) {
		this.#form = form;
		this.standing = standing;
		this.#saved = form.toDraft(standing);
		this.draft = structuredClone(this.#saved);
		this.#kept = keptFor(name);
		const kept = this.#kept.read();
		if (!kept || !form.may(standing)) return;
		this.#mergeWith(kept.base, kept.draft, this.#saved);
		this.brought = this.dirty;
		if (!this.brought) this.#kept.write(null);
		else this.state = 'waiting';
	}

	get byItself(): boolean {
		return this.#form.byItself(this.standing);
	}

	get dirty(): boolean {
		return !same(this.#form, this.draft, this.#saved);
	}

	#mergeWith(base: Draft, here: Draft, there: Draft): Draft {
		const merged = merge(this.#form, base, here, there);
		this.both = merged.both;
		this.there = merged.both.length ? there : null;
		return (this.draft = merged.draft);
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
			this.#take(await this.#form.save(draft, this.standing));
		} catch (cause) {
			if (!(cause instanceof Problem) || cause.code !== 'stale' || !cause.current) throw cause;
			const there = cause.current as Standing;
			const typed = $state.snapshot(this.draft) as Draft;
			const merged = this.#mergeWith(this.#saved, draft, this.#form.toDraft(there));
			this.#take(there);
			this.draft = merge(this.#form, draft, typed, merged).draft;
			this.#take(await this.#form.save(merged, there));
		}
	}

	/** What does not fit is left as it was saved, so that the rest is not lost with it. */
	async #refused(draft: Draft, problem: Problem): Promise<void> {
		this.problem = problem;
		this.state = problem.code === 'unreachable' || problem.status >= 500 ? 'here' : 'waiting';
		const places = problem.errors.map(({ pointer }) => pointer.replace(/^\/body/, ''));
		if (problem.status !== 422 || !places.length || !this.byItself) return;
		const rest = withoutRefused(this.#form, draft, this.#saved, places);
		if (!same(this.#form, rest, this.#saved)) {
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
		this.#saved = this.#form.toDraft(standing);
	}

	/** Go on from what the server says after a step; nothing typed is pending then. */
	accept(standing: Standing): void {
		this.#take(standing);
		this.draft = structuredClone(this.#saved);
		this.#kept.write(null);
		this.state = 'saved';
		this.problem = null;
		this.both = [];
		this.there = null;
	}

	/** Go on from what the server says after something else of it was changed; what is typed stays. */
	follow(standing: Standing): void {
		const typed = $state.snapshot(this.draft) as Draft;
		this.#mergeWith(this.#saved, typed, this.#form.toDraft(standing));
		this.#take(standing);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

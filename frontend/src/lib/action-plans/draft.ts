/** What a field of a plan holds; null and absent are the same: nothing. */
export type Value = string | number | boolean | string[] | null;
export type Fields = Record<string, Value>;

/** A change that the server does not have yet, and the revision of the plan that its author had seen. */
export interface Pending {
	value: Value;
	base: number;
	/** It is not yet what the field takes (half a year): kept, and not sent. */
	unready?: boolean;
	/** What was sent of it without an answer: what stands there of that is one's own, and no conflict. */
	sent?: Value[];
}

/** A change of the same place that the author had not seen: somebody else's, or one's own made elsewhere. */
export interface Conflict {
	/** Where theirs stands: the same field, a row above it that was removed, or a field of a row that I removed. */
	standsAt: string;
	theirs: Value;
	by: string | null;
	mine?: boolean;
	at: string;
	revision: number;
}

/** A conflict as the API tells of it. */
export interface ToldConflict {
	path: string;
	stands_at: string;
	value: Value;
	by: string | null;
	mine?: boolean;
	at: string;
}

export interface Patch {
	base_revision: number;
	changes: Fields;
}

export type Choice = 'mine' | 'theirs' | 'both';

/** As many changes as one request carries. */
const MOST = 500;

/** Whether a value is what the server makes of another one: it cleans texts. */
function cleaned(a: Value, b: Value): boolean {
	return same(tidy(a), tidy(b));
}

function tidy(value: Value): Value {
	return typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim() : value;
}

/** Whether two values are the same; what is empty is nothing. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
	return a === b || JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(value: Value | undefined): Value {
	if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) return null;
	return value;
}

/**
 * A plan as it stands on this device: what the server has, and what was typed here and is not there yet.
 *
 * The server alone says what is a conflict. This class only keeps honest what its author had seen: a field that
 * somebody is in shows what it showed when they came, and is sent as a change of that. Pure: it waits for nothing and
 * stores nothing. Every method that changes what is shown returns the paths.
 */
export class Draft {
	revision: number;
	readonly saved: Map<string, Value>;
	readonly pending = new Map<string, Pending>();
	readonly conflicts = new Map<string, Conflict>();
	/** What the server does not take, and why. */
	readonly refused = new Map<string, string>();
	#flight: Map<string, Value> | null = null;
	#sentOn = 0;
	/** At which revision fields were sent from here last. */
	#own = new Map<string, number>();
	/** What may have arrived although nobody said so. */
	#unsure = new Set<string>();
	/** Rows that were removed elsewhere while this page was open. */
	#removed = new Set<string>();
	/** The field that somebody is in: what it shows, what was seen there last that is at the server, and since when. */
	#focus: { path: string; value: Value; origin: Value; base: number } | null = null;

	constructor(revision: number, fields: Fields, pending: Iterable<readonly [string, Pending]> = []) {
		this.revision = revision;
		this.saved = new Map(Object.entries(fields));
		for (const [path, one] of pending) {
			// Whether it was sent before the page was left, nobody knows.
			this.pending.set(path, one.unready ? { ...one } : noted(one));
			this.#unsure.add(path);
		}
	}

	/** Everything that fields show. */
	*entries(): Generator<[string, Value]> {
		for (const path of this.saved.keys()) yield [path, this.shown(path)];
		for (const path of this.pending.keys()) if (!this.saved.has(path)) yield [path, this.shown(path)];
	}

	/** What needs somebody's decision, as it is now. */
	troubles(): [ReadonlyMap<string, Conflict>, ReadonlyMap<string, string>] {
		return [new Map(this.conflicts), new Map(this.refused)];
	}

	/** Places that stay in sight although their row is gone: in conflict, or written in while others removed it. */
	torn(): string[] {
		const held = this.#removed.size ? [...this.pending.keys(), this.#focus?.path ?? ''] : [];
		return [...this.conflicts.keys(), ...held.filter((path) => this.isRemovedAround(path))];
	}

	/** Whether a field stands in a row that was removed elsewhere. */
	isRemovedAround(path: string): boolean {
		return [...this.#removed].some((row) => path.startsWith(`${row}/`) && !this.pending.has(row));
	}

	/** What a field shows. */
	shown(path: string): Value {
		const pending = this.pending.get(path);
		if (pending) return pending.value;
		if (this.#focus?.path === path) return this.#focus.value;
		return this.saved.get(path) ?? null;
	}

	/** Somebody is in a field: nothing moves beneath what they type. */
	enter(path: string): void {
		if (this.#focus?.path === path) return;
		const origin = this.saved.get(path) ?? null;
		this.#focus = { path, value: this.shown(path), origin, base: this.#seen(path) };
	}

	/** The revision up to which the author knows a field. */
	#seen(path: string): number {
		return Math.max(this.revision, this.#own.get(path) ?? 0);
	}

	leave(path: string): string[] {
		if (this.#focus?.path !== path) return [];
		this.#focus = null;
		return [path];
	}

	/** Change a field. */
	type(path: string, value: Value, unready = false): string[] {
		const focus = this.#focus?.path === path ? this.#focus : null;
		const before = this.pending.get(path);
		const base = before?.base ?? focus?.base ?? this.#seen(path);
		this.refused.delete(path);
		const isBack = same(value, this.saved.get(path)) || (focus !== null && same(value, focus.origin));
		const isElsewhere = this.#flight?.has(path) || this.#unsure.has(path) || this.conflicts.has(path);
		if (isBack && !unready && !isElsewhere) this.pending.delete(path);
		else
			this.pending.set(path, {
				value,
				base,
				...(unready ? { unready } : {}),
				...(before?.sent ? { sent: before.sent } : {})
			});
		if (focus) focus.value = value;
		return [path];
	}

	get isSending(): boolean {
		return this.#flight !== null;
	}

	/** Whether something can be sent now. */
	get hasNext(): boolean {
		return [...this.pending].some(([path, one]) => this.#isSendable(path, one));
	}

	#isSendable(path: string, one: Pending): boolean {
		return !one.unready && !this.conflicts.has(path) && !this.refused.has(path);
	}

	/** Return what is sent next: changes that were made on the same revision, the oldest first. */
	next(): Patch | null {
		const sendable = [...this.pending].filter(([path, one]) => this.#isSendable(path, one));
		if (this.#flight || !sendable.length) return null;
		const base_revision = Math.min(...sendable.map(([, one]) => one.base));
		const sent = sendable.filter(([, one]) => one.base === base_revision).slice(0, MOST);
		this.#flight = new Map(sent.map(([path, one]) => [path, one.value]));
		this.#sentOn = base_revision;
		for (const [path, one] of sent) this.pending.set(path, noted(one));
		return { base_revision, changes: Object.fromEntries(this.#flight) };
	}

	/** It has arrived; `others` is what others have changed since. What was typed meanwhile is the next change. */
	arrived(revision: number, others: Fields): string[] {
		const flight = this.#flight ?? new Map<string, Value>();
		this.#flight = null;
		for (const [path, value] of flight) {
			this.saved.set(path, value);
			this.#unsure.delete(path);
			this.#own.set(path, revision);
			if (value !== false) this.#removed.delete(path);
			const pending = this.pending.get(path);
			if (!pending) continue;
			if (!pending.unready && same(pending.value, value)) this.pending.delete(path);
			else {
				pending.base = revision;
				delete pending.sent;
			}
			if (this.#focus?.path === path) Object.assign(this.#focus, { base: revision, origin: value });
		}
		// `others` begins where the change was made: what came before that may not have been read yet.
		return [...flight.keys(), ...this.take(this.#sentOn > this.revision ? this.revision : revision, others)];
	}

	/** Nobody knows whether it has arrived: it is sent again, for the same change twice is one. */
	lost(): void {
		for (const path of this.#flight?.keys() ?? []) this.#unsure.add(path);
		this.#flight = null;
	}

	/** Somebody else was faster at some of the fields; the others are sent again at once. */
	met(revision: number, conflicts: readonly ToldConflict[]): string[] {
		this.#flight = null;
		for (const { path, stands_at, value, by, at, mine = false } of conflicts) {
			const pending = this.pending.get(path);
			if (!pending) continue;
			// The order of rows is nothing that somebody has written: the last one counts, and what is gone has none.
			const isOrder = path.endsWith('/position');
			if (isOrder && stands_at !== path) this.pending.delete(path);
			else if (isOrder || (stands_at === path && isOwn(pending, value, mine))) pending.base = revision;
			else this.conflicts.set(path, { standsAt: stands_at, theirs: value, by, mine, at, revision });
		}
		return conflicts.map(({ path }) => path);
	}

	/** Some values were not taken: they stay as they were typed, and the others are sent again. */
	notTaken(reasons: ReadonlyMap<string, string>): string[] {
		this.#flight = null;
		for (const [path, reason] of reasons) if (this.pending.has(path)) this.refused.set(path, reason);
		return [...reasons.keys()];
	}

	/** Take what others (or oneself elsewhere) have changed up to a revision. */
	take(revision: number, changes: Fields): string[] {
		if (revision < this.revision) return [];
		this.revision = revision;
		for (const [path, value] of Object.entries(changes)) {
			if (value === false && this.saved.get(path) !== false) this.#removed.add(path);
			else if (value !== false) this.#removed.delete(path);
			this.saved.set(path, value);
			for (const [at, conflict] of this.conflicts) {
				if (conflict.standsAt === path) this.conflicts.set(at, { ...conflict, theirs: value, revision });
			}
		}
		return Object.keys(changes);
	}

	/** Settle a conflict: send mine after all, let go of it, or say both. */
	settle(path: string, choice: Choice): string[] {
		const conflict = this.conflicts.get(path);
		const pending = this.pending.get(path);
		if (!conflict || !pending) return [];
		this.conflicts.delete(path);
		const gone = conflict.standsAt !== path && path.startsWith(`${conflict.standsAt}/`);
		if (choice === 'theirs') {
			if (gone) return this.#letGoBeneath(conflict.standsAt);
			this.pending.delete(path);
			this.saved.set(conflict.standsAt, conflict.theirs);
			if (this.#focus?.path === path) this.#focus = null;
			return [path, conflict.standsAt];
		}
		const value = choice === 'both' ? together(conflict.theirs, pending.value) : pending.value;
		this.pending.set(path, { value, base: conflict.revision });
		if (this.#focus?.path === path)
			this.#focus = { path, value, origin: conflict.theirs, base: conflict.revision };
		// What stands in a row that was removed brings the row back.
		if (gone) this.pending.set(conflict.standsAt, { value: true, base: conflict.revision });
		return [path, conflict.standsAt];
	}

	#letGoBeneath(row: string): string[] {
		const paths = [...this.pending.keys()].filter((path) => path === row || path.startsWith(`${row}/`));
		for (const path of paths) {
			this.pending.delete(path);
			this.conflicts.delete(path);
			this.refused.delete(path);
		}
		this.saved.set(row, false);
		return [...paths, row];
	}
}

/** Take note that a change may have reached the server. */
function noted(one: Pending): Pending {
	const sent = one.sent ?? [];
	return { ...one, sent: sent.some((value) => same(value, one.value)) ? sent : [...sent, one.value] };
}

/** Whether what stands at the server came from here, or is of the same person and part of what they write now. */
function isOwn({ value, sent }: Pending, there: Value, mine: boolean): boolean {
	if (sent?.some((one) => cleaned(one, there))) return true;
	return mine && typeof value === 'string' && typeof there === 'string' && value.includes(there);
}

/** Both versions of a text, one after the other; of a list, everything that is in one of them. */
export function together(theirs: Value, mine: Value): Value {
	if (Array.isArray(theirs) && Array.isArray(mine)) return [...new Set([...theirs, ...mine])];
	if (typeof theirs !== 'string' || typeof mine !== 'string') return mine;
	if (theirs.includes(mine)) return theirs;
	return mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`;
}

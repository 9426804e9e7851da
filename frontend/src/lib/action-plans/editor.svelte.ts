import { session } from '$lib/accounts/session.svelte';
import { resume } from '$lib/accounts/sign-in';
import { Problem } from '$lib/api/problem';
import { SvelteMap } from 'svelte/reactivity';
import { readFields, readPlan, sendFields } from './api';
import { Completeness, knownOf } from './completeness';
import {
	Draft,
	type Choice,
	type Conflict,
	type Fields,
	type Pending,
	type ToldConflict,
	type Value
} from './draft';
import { keepPlan, letGoOfPlan, UnsentKeeper } from './kept-plans';
import { reasonsOf } from './refusals';
import { isRow, RowIndex, rowsAround, type Read } from './rows';
import type { Plan, Sources } from './types';

/** What became of the last attempt to reach the server; `free`: nothing stands in the way. */
export type Hindrance = 'free' | 'here' | 'locked' | 'signed_out' | 'gone';
export type SaveState = Exclude<Hindrance, 'free'> | 'saved' | 'waiting' | 'saving' | 'attention';

const PAUSE = 1000;
const LONGEST_WAIT = 60_000;
const REST = 400;
const NONE: ReadonlyMap<string, never> = Object.freeze(new Map<string, never>());

export interface Start {
	account: string;
	plan: Plan;
	sources: Sources | null;
	revision: number;
	fields: Fields;
	unsent: readonly (readonly [string, Pending])[];
}

/**
 * A plan that is written: what stands in its fields, what is not sent yet, and the way to the server and back. What is
 * typed is on the device's disk before it is sent. One request at a time; whoever reads a field follows that field only.
 */
export class PlanEditor {
	plan = $state.raw() as Plan;
	sources = $state.raw<Sources | null>(null);
	hindrance = $state<Hindrance>('free');
	sending = $state(false);
	conflicts = $state.raw<ReadonlyMap<string, Conflict>>(NONE);
	refused = $state.raw<ReadonlyMap<string, string>>(NONE);
	/** How many changes are not at the server. */
	unsent = $state(0);
	/** Whether this device keeps what is not sent; a private window or a full disk does not. */
	kept = $state(true);
	#sendable = $state(0);
	/** What others have changed while this page was open, until one looks at it. */
	readonly news = new SvelteMap<string, { name: string | null; at: string }>();
	/** How full the plan is; worked out a moment after something was typed. */
	whole = $state.raw<Completeness | null>(null);
	/** How many changes came back from this device. */
	readonly brought: number;

	readonly account: string;
	#draft: Draft;
	#values: SvelteMap<string, Value>;
	#rows: RowIndex;
	#structure = $state(0);
	#unkept: UnsentKeeper;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#resting: ReturnType<typeof setTimeout> | undefined;
	#storing: ReturnType<typeof setTimeout> | undefined;
	#busy: Promise<void> | null = null;
	#failures = 0;
	#stopped = false;

	constructor(start: Start) {
		this.account = start.account;
		this.plan = start.plan;
		this.sources = start.sources;
		this.brought = start.unsent.length;
		this.#unkept = new UnsentKeeper(start.account, start.plan.id, start.unsent, (kept) => (this.kept = kept));
		this.#draft = new Draft(start.revision, start.fields, start.unsent);
		this.#values = new SvelteMap(this.#draft.entries());
		this.#rows = new RowIndex(this.#values.keys());
		this.#note();
	}

	/** What a field shows; who reads it in a component follows it. */
	readonly read: Read = (path) => this.#values.get(path) ?? null;
	/** The same, without following. */
	readonly peek: Read = (path) => this.#draft.shown(path);

	/** Whether fields take changes now. */
	get may(): boolean {
		return this.plan.may_edit && this.hindrance !== 'locked' && this.hindrance !== 'gone';
	}

	get state(): SaveState {
		if (!this.unsent) return 'saved';
		if (this.hindrance !== 'free') return this.hindrance;
		if (this.sending) return 'saving';
		return this.#sendable ? 'waiting' : 'attention';
	}

	/**
	 * The rows of one kind beneath a parent, in order. Follows rows that come, go and move. A removed row stays in sight
	 * as long as somebody has to decide about it.
	 */
	rows(parent: string, kind: string): string[] {
		void this.#structure;
		void this.conflicts;
		return this.#rows.list(parent, kind, this.peek, rowsAround(this.#draft.torn()));
	}

	enter(path: string): void {
		this.#draft.enter(path);
		this.news.delete(path);
	}

	leave(path: string): void {
		this.#show(this.#draft.leave(path));
		if (this.#draft.isRemovedAround(path)) this.#structure += 1;
		if (this.#draft.hasNext) this.#soon(0);
	}

	/** Something was typed. */
	type(path: string, value: Value, unready = false): void {
		this.typeAll({ [path]: value }, unready);
	}

	typeAll(changes: Fields, unready = false): void {
		for (const [path, value] of Object.entries(changes)) {
			this.#show(this.#draft.type(path, value, unready));
			this.#keep(path);
		}
		this.#note();
		this.#soon(PAUSE);
	}

	settle(path: string, choice: Choice): void {
		const paths = this.#draft.settle(path, choice);
		this.#show(paths);
		for (const one of paths) this.#keep(one);
		this.#note();
		this.#soon(0);
	}

	/** Send what waits; true when everything that can be is at the server. */
	async flush(): Promise<boolean> {
		await this.#sync(false);
		return this.unsent === 0;
	}

	/** Send what waits, then ask what others have changed. */
	refresh = (): Promise<void> => this.#sync(true);

	/** Read where the plan stands: after a step, by oneself or by others. */
	async readAgain(): Promise<void> {
		this.accept(await readPlan(this.plan.id));
		await this.refresh();
	}

	/** Go on from what the server says of the plan. */
	accept(plan: Plan): void {
		this.plan = plan;
		if (plan.may_edit && this.hindrance === 'locked') this.hindrance = 'free';
		this.#store();
	}

	stop(): void {
		this.#stopped = true;
		// What has not been kept by now is read again; after signing out, nothing may be kept any more.
		clearTimeout(this.#storing);
		clearTimeout(this.#timer);
		clearTimeout(this.#resting);
	}

	/** Start: send what came back from this device, and have the plan kept. */
	begin(): void {
		this.#rest();
		this.#store();
		if (this.#draft.hasNext) this.#soon(0);
	}

	#soon(pause: number): void {
		clearTimeout(this.#timer);
		if (!this.#stopped) this.#timer = setTimeout(() => void this.#sync(false), pause);
	}

	#sync(ask: boolean): Promise<void> {
		clearTimeout(this.#timer);
		this.#busy = (this.#busy ?? Promise.resolve()).then(() => this.#go(ask));
		return this.#busy;
	}

	async #go(ask: boolean): Promise<void> {
		try {
			await this.#ensureOwner();
			while (!this.#stopped && this.plan.may_edit) if (!(await this.#sendNext())) break;
			if (ask && !this.#stopped) await this.#ask();
			this.#failures = 0;
			if (this.hindrance === 'here' || this.hindrance === 'signed_out') this.hindrance = 'free';
		} catch (cause) {
			this.#hinder(cause);
		} finally {
			this.sending = false;
			this.#note();
		}
	}

	/** What was opened without a network is sent by whoever wrote it, and by nobody else who has signed in since. */
	async #ensureOwner(): Promise<void> {
		await resume();
		if (!session.account) throw new Problem(401);
		if (session.account.id !== this.account) throw new Problem(404);
	}

	async #sendNext(): Promise<boolean> {
		const patch = this.#draft.next();
		if (!patch) return false;
		this.sending = true;
		try {
			const answer = await sendFields(this.plan.id, patch);
			this.#show(this.#draft.arrived(answer.revision, answer.fields));
			for (const path of Object.keys(patch.changes)) this.#keep(path);
			this.#store();
		} catch (cause) {
			if (!(cause instanceof Problem) || !this.#refuse(cause, Object.keys(patch.changes))) {
				this.#draft.lost();
				throw cause;
			}
		}
		this.#note();
		return true;
	}

	/** Whether a refusal is about some of the fields only: the others are sent again at once. */
	#refuse(problem: Problem, sent: string[]): boolean {
		if (problem.code === 'fields_changed') {
			const { revision, conflicts } = problem.current as { revision: number; conflicts: ToldConflict[] };
			this.#show(this.#draft.met(revision, conflicts));
			for (const { path } of conflicts) this.#keep(path);
			return true;
		}
		if (problem.status !== 422) return false;
		this.#show(this.#draft.notTaken(reasonsOf(problem, sent)));
		return true;
	}

	async #ask(): Promise<void> {
		const { revision, fields, changed_by } = await readFields(this.plan.id, this.#draft.revision);
		const fresh = Object.entries(fields).filter(([path, value]) => this.#draft.saved.get(path) !== value);
		this.#show(this.#draft.take(revision, fields));
		for (const [path] of fresh) {
			const by = changed_by?.[path];
			if (by && !by.mine) this.news.set(path, by);
		}
		if (Object.keys(fields).length) this.#store();
		if (revision >= 0 && !this.plan.may_edit) this.accept(await readPlan(this.plan.id));
	}

	#hinder(cause: unknown): void {
		const status = cause instanceof Problem ? cause.status : -1;
		const code = cause instanceof Problem ? cause.code : '';
		this.hindrance = 'here';
		if (status === 401) this.hindrance = 'signed_out';
		else if (status === 404 || status === 403) {
			this.hindrance = 'gone';
			clearTimeout(this.#storing);
			void letGoOfPlan(this.plan.id);
		} else if (code === 'plan_locked') {
			this.hindrance = 'locked';
			void readPlan(this.plan.id).then(
				(plan) => this.accept(plan),
				() => undefined
			);
		} else {
			this.#failures += 1;
			this.#soon(Math.min(2000 * 2 ** this.#failures, LONGEST_WAIT));
		}
	}

	/** Bring what is shown up to date. */
	#show(paths: Iterable<string>): void {
		let moved = false;
		for (const path of paths) {
			const value = this.#draft.shown(path);
			const before = this.#values.get(path);
			this.#values.set(path, value);
			const cut = path.lastIndexOf('/');
			const said = cut < 0 || typeof this.#draft.shown(path.slice(0, cut)) === 'boolean';
			const turned = (before ?? null) === null ? value !== null : value === null;
			// Noted whatever else is true: rows that come together are all new.
			const fresh = this.#rows.add(path);
			moved ||= fresh || isRow(path) || path.endsWith('/position') || (!said && turned);
			this.whole?.touch(path);
		}
		if (moved) this.#structure += 1;
		this.#rest();
	}

	/** What depends on the whole plan is worked out when typing pauses. */
	#rest(): void {
		clearTimeout(this.#resting);
		if (this.#stopped) return;
		this.#resting = setTimeout(() => {
			const list = (parent: string, kind: string) => this.#rows.list(parent, kind, this.peek);
			this.whole = (this.whole ?? new Completeness()).of(list, this.peek, knownOf(this.sources));
		}, REST);
	}

	#note(): void {
		this.unsent = this.#draft.pending.size;
		this.#sendable = this.#draft.hasNext ? 1 : 0;
		const [conflicts, refused] = this.#draft.troubles();
		if (conflicts.size || this.conflicts.size) this.conflicts = conflicts;
		if (refused.size || this.refused.size) this.refused = refused;
	}

	#keep(path: string): void {
		this.#unkept.put(path, this.#draft.pending.get(path) ?? null);
	}

	/** Have the plan as it was read kept on this device, once nothing else is going on for a moment. */
	#store(): void {
		clearTimeout(this.#storing);
		this.#storing = setTimeout(() => void this.store(), PAUSE);
	}

	/** Have the plan as it was read kept on this device now. */
	store(): Promise<unknown> {
		clearTimeout(this.#storing);
		this.#storing = undefined;
		return keepPlan({
			id: this.plan.id,
			account: this.account,
			plan: this.plan,
			sources: this.sources,
			revision: this.#draft.revision,
			fields: Object.fromEntries(this.#draft.saved)
		});
	}
}

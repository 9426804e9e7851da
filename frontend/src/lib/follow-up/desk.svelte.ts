import { Problem } from '$lib/api/problem';
import { ofReport, type ReportApi } from './api';
import { merge, placeOf, same, toDraft, without, withoutRefused, type EntryDraft } from './draft';
import { keptFor } from './kept';
import type { Entry, Evidence, Fault, Report, Saved, Value } from './types';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'here' | 'partly' | 'closed';

const PAUSE = 1500;

/** What is reported of one action: kept on this device at once, at the server after a pause. */
export class EntryDesk {
	readonly entry: Entry;
	draft = $state() as EntryDraft;
	faults = $state.raw<Fault[]>([]);
	evidence = $state.raw<Evidence[]>([]);
	state = $state<SaveState>('saved');
	/** What the server refused, by place, in its words. */
	refused = $state.raw<Readonly<Record<string, string>>>({});
	/** Places that were changed here and elsewhere, with what stands there. */
	both = $state.raw<Readonly<Record<string, Value>>>({});
	/** Whether something that was typed here before is back. */
	brought = $state(false);

	readonly #desk: ReportDesk;
	#saved: EntryDraft;
	#version: number;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(desk: ReportDesk, entry: Entry) {
		this.#desk = desk;
		this.entry = entry;
		this.#version = entry.version;
		this.#saved = toDraft(entry);
		this.draft = toDraft(entry);
		this.faults = entry.faults;
		this.evidence = entry.evidence;
		const kept = desk.kept.read(entry.action_id);
		if (!kept || !desk.report.may_edit) return;
		const merged = merge(kept.base, kept.draft, this.#saved);
		this.draft = merged.draft;
		this.both = merged.both;
		this.brought = this.dirty;
		if (this.brought) this.state = 'waiting';
		else desk.kept.write(entry.action_id, null);
	}

	get dirty(): boolean {
		return !same(this.draft, this.#saved);
	}

	/** What stands in a field: what was reported, else what the plan says. */
	value(path: string, planned: Value): Value {
		const said = this.draft.values[path];
		return said === undefined ? planned : said;
	}

	/** Something was typed. Emptied, it says that there is nothing, whatever the plan said. */
	put(path: string, value: Value, planned: Value): void {
		const others = without(this.draft.values, path);
		const nothing = value === null && planned === null;
		this.draft.values = nothing ? others : { ...others, [path]: value };
		this.touch(path);
	}

	/** Take the rows of one that was added here away again. */
	drop(row: string): void {
		const kept = Object.entries(this.draft.values).filter(([path]) => !path.startsWith(`${row}/`));
		this.draft.values = Object.fromEntries(kept);
		this.touch(row);
	}

	/** Take what somebody else wrote in place of one's own. */
	takeTheirs(path: string): void {
		const theirs = this.both[path] ?? null;
		if (path === 'difficulties' || path === 'lessons') this.draft[path] = String(theirs ?? '');
		else this.draft.values = { ...this.draft.values, [path]: theirs };
		this.touch(path);
	}

	keepMine(path: string): void {
		this.both = without(this.both, path);
	}

	touch(path: string): void {
		this.keepMine(path);
		this.refused = without(this.refused, path);
		this.changed();
	}

	changed(): void {
		const { action_id } = this.entry;
		clearTimeout(this.#timer);
		if (!this.dirty) {
			this.#desk.kept.write(action_id, null);
			if (this.state !== 'saving') this.state = 'saved';
			return;
		}
		this.#desk.kept.write(action_id, { base: this.#saved, draft: $state.snapshot(this.draft) as EntryDraft });
		if (this.state !== 'saving') this.state = navigator.onLine ? 'waiting' : 'here';
		this.#timer = setTimeout(() => void this.#desk.save(), PAUSE);
	}

	/** Send what was typed; what the server refuses is left as it was saved, so that the rest is not lost with it. */
	async send(): Promise<void> {
		if (!this.dirty) return;
		this.state = 'saving';
		const sent = withoutRefused($state.snapshot(this.draft) as EntryDraft, this.#saved, [
			...Object.keys(this.refused)
		]);
		try {
			if (!same(sent, this.#saved)) await this.#sendWhole(sent);
			this.state = Object.keys(this.refused).length ? 'partly' : 'saved';
		} catch (cause) {
			if (!(cause instanceof Problem)) throw cause;
			await this.#take(cause);
		}
		this.#remember();
	}

	async #sendWhole(draft: EntryDraft): Promise<void> {
		const { api } = this.#desk;
		const { action_id } = this.entry;
		try {
			this.#accept(await api.save(action_id, draft, this.#version));
		} catch (cause) {
			if (!(cause instanceof Problem) || cause.code !== 'stale' || !cause.current) throw cause;
			const there = cause.current as Saved;
			const merged = merge(this.#saved, draft, toDraft(there));
			this.#accept(there);
			this.both = merged.both;
			this.draft = merge(draft, $state.snapshot(this.draft) as EntryDraft, merged.draft).draft;
			this.#accept(await api.save(action_id, merged.draft, there.version));
		}
	}

	async #take(problem: Problem): Promise<void> {
		const places = problem.errors.map(({ pointer, detail }): [string, string] => [placeOf(pointer), detail]);
		if (problem.code === 'unreachable' || problem.status >= 500 || problem.status === 429)
			this.state = 'here';
		else if (problem.status === 422 && places.length && !places.some(([place]) => place in this.refused)) {
			this.refused = { ...this.refused, ...Object.fromEntries(places) };
			await this.send();
		} else {
			this.state = problem.status === 422 ? 'partly' : 'closed';
			this.#desk.problem = problem.status === 422 ? null : problem;
		}
	}

	#accept(saved: Saved): void {
		this.#version = saved.version;
		this.#saved = toDraft(saved);
		this.faults = saved.faults;
		this.#desk.version = saved.report_version;
	}

	/** Take over what others wrote meanwhile, without losing what is typed here. */
	absorb(there: Entry): void {
		this.evidence = there.evidence;
		if (there.version === this.#version) return;
		const merged = merge(this.#saved, $state.snapshot(this.draft) as EntryDraft, toDraft(there));
		this.#version = there.version;
		this.#saved = toDraft(there);
		this.faults = there.faults;
		this.draft = merged.draft;
		this.both = merged.both;
		this.changed();
	}

	/** Typed while it was sent: that is still to be saved. */
	#remember(): void {
		const rest = this.dirty ? { base: this.#saved, draft: $state.snapshot(this.draft) as EntryDraft } : null;
		this.#desk.kept.write(this.entry.action_id, rest);
		if (!rest || this.state !== 'saved') return;
		this.state = 'waiting';
		this.#timer = setTimeout(() => void this.#desk.save(), PAUSE);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

/** One report, as it is written: each action by itself, saved one after the other. */
export class ReportDesk {
	readonly report: Report;
	readonly api: ReportApi;
	readonly kept: ReturnType<typeof keptFor>;
	readonly entries: EntryDesk[];
	/** The version of the whole: what completing it names. */
	version = $state(0);
	problem = $state.raw<unknown>(null);

	#saving: Promise<void> | null = null;

	constructor(report: Report, account: string) {
		this.report = report;
		this.version = report.version;
		this.api = ofReport(report.plan_id, report.period.id);
		this.kept = keptFor(`${report.plan_id}:${report.period.id}`, account);
		this.entries = report.entries.map((entry) => new EntryDesk(this, entry));
	}

	/** Where all of it is by now: the worst of its parts. */
	get state(): SaveState {
		const order: SaveState[] = ['closed', 'here', 'partly', 'saving', 'waiting'];
		return order.find((state) => this.entries.some((entry) => entry.state === state)) ?? 'saved';
	}

	get dirty(): boolean {
		return this.entries.some((entry) => entry.dirty);
	}

	/** Save all that was typed; what is typed meanwhile follows. */
	save(): Promise<void> {
		this.#saving ??= this.#save().finally(() => (this.#saving = null));
		return this.#saving;
	}

	async #save(): Promise<void> {
		for (const entry of this.entries) if (entry.dirty && entry.state !== 'closed') await entry.send();
	}

	/** Read the report again and take over what others wrote. */
	async lookAgain(): Promise<void> {
		const there = await this.api.read();
		this.version = there.version;
		for (const entry of there.entries)
			this.entries.find((one) => one.entry.action_id === entry.action_id)?.absorb(entry);
	}

	stop(): void {
		for (const entry of this.entries) entry.stop();
	}
}

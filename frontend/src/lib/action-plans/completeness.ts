import type { Value } from './draft';
import type { Read } from './rows';
import type { Sources } from './types';

/** Something about one place of a plan: a field's path, or that of rows that are missing. */
export interface Remark {
	path: string;
	code: string;
}

export interface Section {
	name: string;
	filled: number;
	of: number;
}

/** What an edition has that a plan may refer to; null while that is not known here. */
export interface Known {
	sources: ReadonlySet<string>;
	codes: ReadonlySet<string>;
}

/** Name everything that an edition offers. */
export function knownOf(found: Sources | null): Known | null {
	if (!found) return null;
	const sources = [...found.sessions, ...found.visits, ...found.case_studies].map(({ id }) => id);
	const codes = [...found.pillars, ...found.strengths].map(({ key }) => key);
	return { sources: new Set(sources), codes: new Set(codes) };
}

/** One action at a glance. */
export interface ActionState {
	/** What handing in needs and this action lacks. */
	lacks: string[];
	empty: string[];
	faults: Remark[];
	filled: Record<string, number>;
}

export type List = (parent: string, kind: string) => string[];

const PLAN = [
	'title',
	'problem',
	'objective',
	'period_start',
	'period_end',
	'policy_instrument',
	'pillars',
	'strengths'
];
const ACTION = [
	'title',
	'description',
	'expected_result',
	'target_groups',
	'priority',
	'planned_start',
	'planned_end'
];
const ROWS = ['organisations', 'milestones', 'indicators', 'budget'];
const NEEDED = ['title', 'planned_start', 'planned_end'];
const RESPONSIBLE = ['accountable', 'implementing'];

/**
 * What is filled in a plan, what is missing and what cannot be right: as the server says it (`rules/completeness.py`),
 * without a network and while one types. What is known of an action is kept until something in it changes.
 */
export class Completeness {
	sections: Section[] = [];
	/** What handing in needs. */
	needed: string[] = [];
	empty: string[] = [];
	faults: Remark[] = [];
	readonly actions: Map<string, ActionState>;

	constructor(actions = new Map<string, ActionState>()) {
		this.actions = actions;
	}

	/** Something changed at a path: what is known of its action is worked out anew. */
	touch(path: string): void {
		const [kind, id] = path.split('/');
		if (kind === 'actions') this.actions.delete(`actions/${id}`);
	}

	/** Return how the plan stands now. */
	of(list: List, read: Read, known: Known | null): Completeness {
		const next = new Completeness(this.actions);
		const actions = list('', 'actions');
		const states = actions.map((action) => {
			let state = next.actions.get(action);
			if (!state) next.actions.set(action, (state = assess(action, list, read, known)));
			return state;
		});
		const has = (name: string) => read(name) !== null;
		const learned = list('', 'learning').length > 0 || states.some(({ filled }) => filled.learning);
		const supported = list('', 'support').length > 0;
		const sum = (name: string) => states.reduce((total, { filled }) => total + (filled[name] ?? 0), 0);
		const some = Math.max(actions.length, 1);
		next.sections = [
			{ name: 'plan', filled: PLAN.filter(has).length, of: PLAN.length },
			{ name: 'actions', filled: sum('fields'), of: some * ACTION.length },
			...ROWS.map((name) => ({ name, filled: sum(name), of: some })),
			{ name: 'sdg', filled: sum('sdg'), of: some },
			{ name: 'learning', filled: Number(learned), of: 1 },
			{ name: 'support', filled: Number(supported), of: 1 }
		];
		const closest = states.reduce<ActionState | null>(
			(best, state) => (best && best.lacks.length <= state.lacks.length ? best : state),
			null
		);
		next.needed = closest ? closest.lacks : ['actions'];
		next.empty = [
			...PLAN.filter((name) => !has(name)),
			...(learned ? [] : ['learning']),
			...(supported ? [] : ['support']),
			...states.flatMap(({ empty }) => empty)
		].filter((path) => !next.needed.includes(path));
		next.faults = [...faultsOfPlan(actions, list, read, known), ...states.flatMap(({ faults }) => faults)];
		return next;
	}

	get filled(): number {
		return this.sections.reduce((total, { filled }) => total + filled, 0);
	}

	get total(): number {
		return this.sections.reduce((total, { of }) => total + of, 0);
	}
}

function assess(action: string, list: List, read: Read, known: Known | null): ActionState {
	const at = (name: string) => read(`${action}/${name}`);
	const lacks = NEEDED.filter((name) => at(name) === null);
	const responsible = list(action, 'organisations').some(
		(row) => RESPONSIBLE.includes(String(read(`${row}/role`))) && read(`${row}/name`) !== null
	);
	if (!responsible) lacks.push('organisations');
	const missing = [
		...[...ACTION, 'sdg'].filter((name) => at(name) === null),
		...ROWS.filter((name) => !list(action, name).length)
	];
	const filled: Record<string, number> = {
		fields: ACTION.filter((name) => at(name) !== null).length,
		sdg: Number(at('sdg') !== null),
		learning: list(action, 'learning').length
	};
	for (const name of ROWS) filled[name] = Number(list(action, name).length > 0);
	return {
		lacks: lacks.map((name) => `${action}/${name}`),
		empty: missing.map((name) => `${action}/${name}`),
		faults: faultsOfAction(action, list, read, known),
		filled
	};
}

const isBefore = (a: Value, b: Value): boolean => typeof a === 'string' && typeof b === 'string' && a < b;

function faultsOfPlan(actions: string[], list: List, read: Read, known: Known | null): Remark[] {
	let [start, end] = [read('period_start'), read('period_end')];
	const faults: Remark[] = [];
	if (isBefore(end, start)) {
		faults.push({ path: 'period_end', code: 'period_reversed' });
		start = end = null;
	}
	faults.push(...unknown('', list, read, known));
	for (const action of actions) {
		for (const name of ['planned_start', 'planned_end']) {
			const day = read(`${action}/${name}`);
			if (isBefore(day, start) || isBefore(end, day)) {
				faults.push({ path: `${action}/${name}`, code: 'action_outside' });
			}
		}
	}
	return faults;
}

function faultsOfAction(action: string, list: List, read: Read, known: Known | null): Remark[] {
	const faults: Remark[] = [];
	for (const kind of ['planned', 'actual']) {
		if (isBefore(read(`${action}/${kind}_end`), read(`${action}/${kind}_start`))) {
			faults.push({ path: `${action}/${kind}_end`, code: 'dates_reversed' });
		}
	}
	const [first, last] = [read(`${action}/planned_start`), read(`${action}/planned_end`)];
	if (!isBefore(last, first)) {
		for (const row of list(action, 'milestones')) {
			const due = read(`${row}/due`);
			if (isBefore(due, first) || isBefore(last, due)) {
				faults.push({ path: `${row}/due`, code: 'milestone_outside' });
			}
		}
	}
	for (const row of list(action, 'budget')) {
		if (read(`${row}/planned`) === null && read(`${row}/actual`) === null) continue;
		for (const name of ['currency', 'year']) {
			if (read(`${row}/${name}`) === null)
				faults.push({ path: `${row}/${name}`, code: `amount_without_${name}` });
		}
	}
	return [...faults, ...unknown(action, list, read, known)];
}

/** What the programme had once and has no longer. */
function unknown(row: string, list: List, read: Read, known: Known | null): Remark[] {
	if (!known) return [];
	const sources = list(row, 'learning').map((source) => `${source}/ref`);
	const codes = ['pillars', 'strengths'].map((name) => (row ? `${row}/${name}` : name));
	return [
		...codes
			.filter((path) => ((read(path) ?? []) as string[]).some((code) => !known.codes.has(code)))
			.map((path) => ({ path, code: 'code_unknown' })),
		...sources
			.filter((path) => read(path) !== null && !known.sources.has(String(read(path))))
			.map((path) => ({ path, code: 'source_unknown' }))
	];
}

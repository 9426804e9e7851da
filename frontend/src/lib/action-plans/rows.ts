import catalogue from './catalogue.json';
import type { Value } from './draft';

export type FieldKind =
	| 'line'
	| 'text'
	| 'date'
	| 'year'
	| 'amount'
	| 'currency'
	| 'choice'
	| 'codes'
	| 'flag'
	| 'order'
	| 'reference';

/** What one field takes. */
export interface FieldRule {
	kind: FieldKind;
	most?: number;
	choices?: string[];
	vocabulary?: 'pillars' | 'strengths' | 'sdg';
}

/** What a row of one kind has: fields, and rows of its own. */
export interface RowRule {
	most: number;
	fields: Record<string, FieldRule>;
	rows: Record<string, RowRule>;
}

export const PLAN = catalogue as unknown as RowRule;

export type Read = (path: string) => Value;

/** The rule of the row that a path names or stands in: of the plan itself for `title`. */
export function rowRuleOf(path: string): RowRule | null {
	const parts = path.split('/');
	let rule: RowRule | undefined = PLAN;
	for (let at = 0; at + 1 < parts.length; at += 2) rule = rule?.rows[parts[at] ?? ''];
	return rule ?? null;
}

/** The rule of a field; null of a row, and of what does not exist. */
export function ruleOf(path: string): FieldRule | null {
	return isRow(path) ? null : (rowRuleOf(path)?.fields[path.split('/').at(-1) ?? ''] ?? null);
}

/** Whether a path is that of a row itself. */
export const isRow = (path: string): boolean => path.split('/').length % 2 === 0;

/** Return an id for a row that is added here, with or without a network: ids sort by when rows were added. */
export function newRowId(now = Date.now()): string {
	const random = crypto.getRandomValues(new Uint8Array(4));
	return (
		now.toString(36).padStart(8, '0').slice(-8) +
		Array.from(random, (byte) => (byte % 36).toString(36)).join('')
	);
}

/** Which rows there are or were, by where they stand: `actions`, `actions/0k3v9qz1m2ab/budget`. */
export class RowIndex {
	readonly #ids = new Map<string, Set<string>>();

	constructor(paths: Iterable<string>) {
		for (const path of paths) this.add(path);
	}

	/** Take note of the rows that a path stands in; return whether one of them is new. */
	add(path: string): boolean {
		let fresh = false;
		let end = -1;
		for (;;) {
			const kindEnd = path.indexOf('/', end + 1);
			if (kindEnd < 0) return fresh;
			const idEnd = path.indexOf('/', kindEnd + 1);
			const kind = path.slice(0, kindEnd);
			const id = path.slice(kindEnd + 1, idEnd < 0 ? undefined : idEnd);
			let ids = this.#ids.get(kind);
			if (!ids) this.#ids.set(kind, (ids = new Set()));
			if (!ids.has(id)) {
				ids.add(id);
				fresh = true;
			}
			if (idEnd < 0) return fresh;
			end = idEnd;
		}
	}

	/** The rows of one kind beneath a parent (`''`: the plan) that are there, or are to be seen, in order. */
	list(parent: string, kind: string, read: Read, seen?: ReadonlySet<string>): string[] {
		const place = parent ? `${parent}/${kind}` : kind;
		const ids = [...(this.#ids.get(place) ?? [])]
			.filter((id) => seen?.has(`${place}/${id}`) || this.isThere(`${place}/${id}`, read))
			.sort();
		if (place === 'actions') {
			const position = new Map(ids.map((id) => [id, read(`actions/${id}/position`)]));
			ids.sort((a, b) => byPosition(position.get(a), position.get(b)));
		}
		return ids.map((id) => `${place}/${id}`);
	}

	/** A row is there when it was said to be, or when something stands in it and it was not removed. */
	isThere(row: string, read: Read): boolean {
		const said = read(row);
		if (typeof said === 'boolean') return said;
		const rule = rowRuleOf(row);
		if (!rule) return false;
		if (Object.keys(rule.fields).some((name) => read(`${row}/${name}`) !== null)) return true;
		return Object.keys(rule.rows).some((kind) => {
			const ids = this.#ids.get(`${row}/${kind}`) ?? [];
			return [...ids].some((id) => this.isThere(`${row}/${kind}/${id}`, read));
		});
	}
}

/** Return the rows in which places stand, those that are rows themselves with them. */
export function rowsAround(places: Iterable<string>): Set<string> {
	const rows = new Set<string>();
	for (const place of places) {
		const parts = place.split('/');
		for (let end = 2; end <= parts.length; end += 2) rows.add(parts.slice(0, end).join('/'));
	}
	return rows;
}

function byPosition(a: Value | undefined, b: Value | undefined): number {
	const [first, second] = [typeof a === 'number' ? a : Infinity, typeof b === 'number' ? b : Infinity];
	return first === second ? 0 : first - second;
}

/**
 * Return which positions change when the row at `from` is put where `to` is: its own, between its new neighbours. Where
 * there is no room between them, or some have none, all get one.
 */
export function placed(
	rows: readonly string[],
	from: number,
	to: number,
	read: Read
): Record<string, number> {
	const order = [...rows];
	const [moved] = order.splice(from, 1);
	if (moved === undefined) return {};
	order.splice(to, 0, moved);
	const at = (index: number) => {
		const row = order[index];
		const value = row === undefined ? null : read(`${row}/position`);
		return typeof value === 'number' ? value : null;
	};
	const [before, after] = [at(to - 1), at(to + 1)];
	let middle: number | null = null;
	if (to === 0 && after !== null) middle = after - 1;
	else if (to === order.length - 1 && before !== null) middle = before + 1;
	else if (before !== null && after !== null) middle = (before + after) / 2;
	const fits = middle !== null && (before === null || middle > before) && (after === null || middle < after);
	if (fits && order.every((row, i) => row === moved || at(i) !== null))
		return { [`${moved}/position`]: middle as number };
	return Object.fromEntries(order.map((row, i) => [`${row}/position`, i + 1]));
}

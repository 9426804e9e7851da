/** A plan as a tree, built from its flat map of fields, as `action_plans/rules/tree.py` does it on the server. */

export type Fields = Readonly<Record<string, unknown>>;

/** A row of a plan, or the plan itself (`path` ""): what stands in it, and the rows beneath it, in order. */
export interface Row {
	path: string;
	/** Counts from 1 beneath the parent. */
	number: number;
	values: Readonly<Record<string, unknown>>;
	rows: Readonly<Record<string, readonly Row[]>>;
}

interface Node {
	there?: boolean;
	values: Record<string, unknown>;
	rows: Record<string, Map<string, Node>>;
}

const node = (): Node => ({ values: {}, rows: {} });

/** Build a plan: without what was removed, and without rows in which nothing stands and that nobody added. */
export function build(fields: Fields): Row {
	const root = node();
	for (const [path, value] of Object.entries(fields)) {
		const parts = path.split('/');
		let at = root;
		for (let i = 0; i + 1 < parts.length; i += 2) {
			const rows = (at.rows[parts[i] as string] ??= new Map());
			const id = parts[i + 1] as string;
			let below = rows.get(id);
			if (!below) rows.set(id, (below = node()));
			at = below;
		}
		if (parts.length % 2) at.values[parts.at(-1) as string] = value;
		else at.there = value === true;
	}
	return finish('', 1, root);
}

function finish(path: string, number: number, from: Node): Row {
	const rows: Record<string, Row[]> = {};
	for (const [kind, found] of Object.entries(from.rows)) {
		const kept = [...found].filter(([, one]) => isThere(one)).sort(([a], [b]) => (a < b ? -1 : 1));
		if (kind === 'actions') kept.sort(([, a], [, b]) => positionOf(a) - positionOf(b));
		const prefix = path ? `${path}/${kind}` : kind;
		rows[kind] = kept.map(([id, one], i) => finish(`${prefix}/${id}`, i + 1, one));
	}
	return { path, number, values: from.values, rows };
}

function isThere(one: Node): boolean {
	if (one.there !== undefined) return one.there;
	return (
		Object.values(one.values).some((value) => value !== null) ||
		Object.values(one.rows).some((rows) => [...rows.values()].some(isThere))
	);
}

function positionOf(one: Node): number {
	const { position } = one.values;
	// Last, but a number: two that have none are equal.
	return typeof position === 'number' ? position : Number.MAX_SAFE_INTEGER;
}

/** A text of a row, or a year; empty where nobody filled it in. */
export function text(row: Row, name: string): string {
	const value = row.values[name];
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A list of codes of a row. */
export function codes(row: Row, name: string): string[] {
	const value = row.values[name];
	return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The rows of one kind beneath a row. */
export const below = (row: Row, kind: string): readonly Row[] => row.rows[kind] ?? [];

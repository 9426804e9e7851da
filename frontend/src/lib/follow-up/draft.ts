import type { Value } from './types';

/** What is reported of one action, as it is typed. `values` by path beneath the action. */
export interface EntryDraft {
	values: Record<string, Value>;
	difficulties: string;
	lessons: string;
}

/** What was typed on this device and the server does not have yet, with what it was typed upon. */
export interface Kept {
	base: EntryDraft;
	draft: EntryDraft;
}

export function toDraft(from: { values: object; difficulties: string; lessons: string }): EntryDraft {
	const { values, difficulties, lessons } = from;
	return { values: { ...values } as EntryDraft['values'], difficulties, lessons };
}

/** One value a place: what can be changed here and elsewhere without touching each other. */
function flat({ values, difficulties, lessons }: EntryDraft): Map<string, Value> {
	const texts: [string, Value][] = [
		['difficulties', difficulties.trim()],
		['lessons', lessons.trim()]
	];
	return new Map([...Object.entries(values), ...texts]);
}

function unflat(places: Map<string, Value>): EntryDraft {
	const { difficulties, lessons, ...values } = Object.fromEntries(places);
	return { values, difficulties: String(difficulties ?? ''), lessons: String(lessons ?? '') };
}

/** Whether two drafts say the same; the order of their values says nothing. */
export function same(a: EntryDraft, b: EntryDraft): boolean {
	const [mine, theirs] = [flat(a), flat(b)];
	return mine.size === theirs.size && [...mine].every(([place, value]) => theirs.get(place) === value);
}

/**
 * Put together what was changed here and what was changed elsewhere since `base`. Where both changed the same place,
 * what was typed here stays, and the place is named with what stands there elsewhere.
 */
export function merge(
	base: EntryDraft,
	here: EntryDraft,
	there: EntryDraft
): { draft: EntryDraft; both: Record<string, Value> } {
	const [before, mine, theirs] = [flat(base), flat(here), flat(there)];
	const merged = new Map<string, Value>();
	const both: Record<string, Value> = {};
	for (const place of new Set([...mine.keys(), ...theirs.keys(), ...before.keys()])) {
		const changedHere = mine.get(place) !== before.get(place);
		const changedThere = theirs.get(place) !== before.get(place);
		const chosen = (changedHere ? mine : theirs).get(place);
		if (changedHere && changedThere && mine.get(place) !== theirs.get(place))
			both[place] = theirs.get(place) ?? null;
		if (chosen !== undefined) merged.set(place, chosen);
	}
	return { draft: unflat(merged), both };
}

/** Return values but one. */
export const without = <T>(values: Readonly<Record<string, T>>, path: string): Record<string, T> =>
	Object.fromEntries(Object.entries(values).filter(([place]) => place !== path));

/** Return a draft with the places that were refused as they were saved last: the rest of it can be kept. */
export function withoutRefused(draft: EntryDraft, saved: EntryDraft, places: readonly string[]): EntryDraft {
	const [mine, before] = [flat(draft), flat(saved)];
	for (const place of places) {
		const kept = before.get(place);
		if (kept === undefined) mine.delete(place);
		else mine.set(place, kept);
	}
	return unflat(mine);
}

/** Return the place that a refusal points to: `/body/values/budget~1x~1actual` is `budget/x/actual`. */
export function placeOf(pointer: string): string {
	return pointer
		.replace(/^\/body\/(values\/)?/, '')
		.replaceAll('~1', '/')
		.replaceAll('~0', '~');
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Return an id for a row that nobody planned: eight characters of the time and four by chance, in base 36. */
export function newRowId(now = Date.now()): string {
	const chance = crypto.getRandomValues(new Uint8Array(4));
	return (
		now.toString(36).padStart(8, '0').slice(-8) + Array.from(chance, (byte) => DIGITS[byte % 36]).join('')
	);
}

/** Return the ids of rows of one kind that a draft has and the plan has not, such as `budget`. */
export function addedRows(draft: EntryDraft, kind: string, planned: readonly string[]): string[] {
	const prefix = `${kind}/`;
	const ids = Object.keys(draft.values)
		.filter((path) => path.startsWith(prefix))
		.map((path) => path.slice(prefix.length).split('/')[0] ?? '');
	return [...new Set(ids)].filter((id) => !planned.includes(id)).sort();
}

/** Return an amount as the API takes it: without spaces, a comma that divides as a point; null when it is empty. */
export function toAmount(typed: string): string | null {
	const plain = typed.replace(/[\s\u00a0\u202f'’]/g, '');
	if (!plain) return null;
	return plain.includes('.')
		? plain.replaceAll(',', '')
		: plain.replace(/,(\d{1,2})$/, '.$1').replaceAll(',', '');
}

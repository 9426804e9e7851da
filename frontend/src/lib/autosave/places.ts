import { stored } from '$lib/stored';

/** One value a place: what can be changed here and elsewhere without touching each other. */
export type Places = Record<string, unknown>;

/** How a draft is taken apart into places and put together again; places are sorted, what is empty is not there. */
export interface Shape<D> {
	flat(draft: D): Places;
	/** Make a draft of places; what no place speaks of is as in `draft`. */
	unflat(places: Places, draft: D): D;
}

/** What was typed on this device and the server does not have yet, with what it was typed upon. */
export interface Kept<D> {
	base: D;
	draft: D;
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Whether two drafts say the same. */
export function same<D>({ flat }: Shape<D>, a: D, b: D): boolean {
	return JSON.stringify(flat(a)) === JSON.stringify(flat(b));
}

/**
 * Put together what was changed here and what was changed elsewhere since `base`. Where both changed the same place,
 * what was typed here stays, and the place is named.
 */
export function merge<D>(
	{ flat, unflat }: Shape<D>,
	base: D,
	here: D,
	there: D
): { draft: D; both: string[] } {
	const [before, mine, theirs] = [flat(base), flat(here), flat(there)];
	const merged: Places = {};
	const both: string[] = [];
	for (const place of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(before)])) {
		const changedHere = !equal(mine[place], before[place]);
		const changedThere = !equal(theirs[place], before[place]);
		const chosen = changedHere ? mine[place] : theirs[place];
		if (changedHere && changedThere && !equal(mine[place], theirs[place])) both.push(place);
		if (chosen !== undefined && chosen !== '') merged[place] = chosen;
	}
	return { draft: unflat(merged, here), both };
}

/** Return a draft with the places that were refused as they were saved last: the rest of it can be kept. */
export function withoutRefused<D>(
	{ flat, unflat }: Shape<D>,
	draft: D,
	saved: D,
	places: readonly string[]
): D {
	const [mine, before] = [flat(draft), flat(saved)];
	for (const place of places) {
		const kept = before[place];
		if (kept === undefined) delete mine[place];
		else mine[place] = kept;
	}
	return unflat(mine, draft);
}

/** Where this device keeps what was typed under a name until the server has it. */
export function keptFor<D>(name: string) {
	const place = stored(name);
	return {
		read(): Kept<D> | null {
			try {
				const kept = JSON.parse(place.read() ?? 'null') as Kept<D> | null;
				return kept?.base && kept.draft ? kept : null;
			} catch {
				return null;
			}
		},
		write: (kept: Kept<D> | null): void => place.write(kept && JSON.stringify(kept))
	};
}

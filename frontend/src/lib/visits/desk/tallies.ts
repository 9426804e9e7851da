import type { Plan, Traveller, Words } from '../types';

/** Count over all options who gets which choice, the first first; rank 0: one that they did not rank. Pure. */
export function ranksOf(tallies: Plan['tallies']): { rank: number; count: number }[] {
	const counts = new Map<number, number>();
	for (const { people, by_rank } of tallies) {
		let ranked = 0;
		for (const [rank, count] of Object.entries(by_rank)) {
			if (!Number(rank)) continue;
			ranked += count;
			counts.set(Number(rank), (counts.get(Number(rank)) ?? 0) + count);
		}
		if (people > ranked) counts.set(0, (counts.get(0) ?? 0) + people - ranked);
	}
	return [...counts]
		.map(([rank, count]) => ({ rank, count }))
		.filter(({ count }) => count)
		.sort((a, b) => (a.rank || Infinity) - (b.rank || Infinity));
}

export interface CityRow {
	/** Empty: those without a delegation. */
	id: string;
	city: Words | null;
	/** People by option; by `waitlist`, and by `none` for whom nothing is decided. */
	counts: Map<string, number>;
	all: number;
}

/** Count by delegation who goes where. */
export function spreadOf(people: readonly Traveller[]): CityRow[] {
	const rows = new Map<string, CityRow>();
	for (const { delegation, place } of people) {
		const id = delegation?.id ?? '';
		const row = rows.get(id) ?? { id, city: delegation?.city ?? null, counts: new Map(), all: 0 };
		const where = place ? (place.option_id ?? 'waitlist') : 'none';
		row.counts.set(where, (row.counts.get(where) ?? 0) + 1);
		row.all += 1;
		rows.set(id, row);
	}
	return [...rows.values()];
}

/** Count things by a name, the most first. */
export function countBy<T>(things: readonly T[], nameOf: (thing: T) => string): [string, number][] {
	const counts = new Map<string, number>();
	for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
	return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
}

import { expect, test } from 'vitest';
import type { Plan, Traveller } from '../types';
import { countBy, ranksOf, spreadOf } from './tallies';

const tally = (people: number, by_rank: Record<string, number>): Plan['tallies'][number] => ({
	option_id: String(people),
	people,
	by_rank,
	cities: 1,
	not_running: false
});

test('choices are counted over all options, what nobody ranked last', () => {
	expect(ranksOf([tally(12, { '1': 7, '2': 3 }), tally(5, { '10': 1, '1': 4, '3': 0 })])).toEqual([
		{ rank: 1, count: 11 },
		{ rank: 2, count: 3 },
		{ rank: 10, count: 1 },
		{ rank: 0, count: 2 }
	]);
});

test('a city is counted by where its people go; who has no city counts too', () => {
	const kampala = { id: 'k', city: { en: 'Kampala' } };
	const person = (delegation: Traveller['delegation'], option_id?: string | null) =>
		({ delegation, place: option_id === undefined ? null : { option_id } }) as Traveller;

	const rows = spreadOf([person(kampala, 'a'), person(null), person(kampala, null), person(kampala, 'a')]);

	expect(rows.map(({ id, counts, all }) => [id, Object.fromEntries(counts), all])).toEqual([
		['k', { a: 2, waitlist: 1 }, 3],
		['', { none: 1 }, 1]
	]);
});

test('names are counted, the most first, then by name', () => {
	expect(countBy(['Musoma', 'Kisumu', 'Kampala', 'Kisumu'], (city) => city)).toEqual([
		['Kisumu', 2],
		['Kampala', 1],
		['Musoma', 1]
	]);
});

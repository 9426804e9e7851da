import { expect, test } from 'vitest';
import { bodyOf, LISTS, placed, sameLists, taken, timed, within, type Lists } from './lists';

const lists: Lists = {
	selected: ['a', 'b'],
	reserve: ['c'],
	not_selected: [],
	undecided: ['d'],
	minutes: { a: 15, b: null }
};

test('whatever is moved where, everyone stands in one list', () => {
	for (const id of ['a', 'b', 'c', 'd'])
		for (const to of LISTS) {
			const next = placed(lists, id, to);
			expect(LISTS.flatMap((name) => next[name]).sort()).toEqual(['a', 'b', 'c', 'd']);
			expect(next[to].at(-1)).toBe(id);
		}
});

test('minutes of their own count, others take what each has', () => {
	expect(taken(lists, 10)).toBe(25);
	expect(taken(timed(placed(lists, 'c', 'selected'), 'c', 5), 10)).toBe(30);
	expect(taken(timed(lists, 'a', null), 10)).toBe(20);
});

test('the order is sent as it stands, and what was moved back is no change', () => {
	const swapped = within(lists, 'selected', 0, 1);
	expect(bodyOf(swapped).selected).toEqual([
		{ id: 'b', minutes: null },
		{ id: 'a', minutes: 15 }
	]);
	expect(sameLists(lists, within(swapped, 'selected', 0, 1))).toBe(true);
	expect(sameLists(lists, swapped)).toBe(false);
});

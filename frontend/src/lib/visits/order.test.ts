import { describe, expect, test } from 'vitest';
import { added, landing, moved, same, stillOffered, without } from './order';

describe('a ranking', () => {
	test('moves one and closes up, either way', () => {
		expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
		expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
	});

	test('cannot be moved out of itself', () => {
		const order = ['a', 'b'];
		expect([moved(order, 1, 2), moved(order, 0, -1), moved(order, 5, 0)]).toEqual([order, order, order]);
	});

	test('takes an option once', () => {
		expect(added(added(['a'], 'b'), 'b')).toEqual(['a', 'b']);
	});

	test('lets an option go', () => {
		expect(without(['a', 'b', 'c'], 'b')).toEqual(['a', 'c']);
	});

	test('keeps what is offered and says what went', () => {
		expect(stillOffered(['c', 'x', 'a'], new Set(['a', 'b', 'c']))).toEqual({
			order: ['c', 'a'],
			gone: ['x']
		});
	});

	test('is another one in another order', () => {
		expect([same(['a', 'b'], ['a', 'b']), same(['a', 'b'], ['b', 'a']), same(['a'], ['a', 'b'])]).toEqual([
			true,
			false,
			false
		]);
	});
});

describe('where a dragged row lands', () => {
	const middles = [10, 30, 50, 70];

	test.each([
		[1, 30, 1],
		[1, 49, 1],
		[1, 51, 2],
		[1, 500, 3],
		[1, 11, 1],
		[1, 9, 0],
		[3, -100, 0]
	])('from row %i, its middle at %i: row %i', (from, at, to) => {
		expect(landing(middles, from, at)).toBe(to);
	});
});

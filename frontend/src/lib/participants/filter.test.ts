import { expect, test } from 'vitest';
import { queryOf, readFilter, writeFilter } from './filter';

test('a filter stands in the address and is read from it again', () => {
	const address = '?q=kim+min&status=accepted&kind=speaker&country=KR&sort=updated';
	expect(writeFilter(readFilter(new URLSearchParams(address)))).toBe(address);
});

test('what cannot be meant is left out', () => {
	const filter = readFilter(
		new URLSearchParams('status=gone&kind=king&country=Korea&delegation=1&sort=x&q= ')
	);
	expect(queryOf(filter)).toEqual({ sort: 'name' });
});

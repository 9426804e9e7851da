import { beforeEach, expect, test } from 'vitest';
import { forgetOwn, isGone, readOwn } from '$lib/kept';
import { findKept, forget, keep, keptAs } from './kept';
import type { Schedule } from './types';

const DAY = 86_400_000;
const schedule = {
	edition: { slug: 'x', days: ['2031-05-05', '2031-05-06'] },
	sessions: []
} as unknown as Schedule;
const end = Date.parse('2031-05-06');

beforeEach(() => localStorage.clear());

test('a schedule is found again with whose it is, until two weeks after the edition', () => {
	keep('mina', schedule);
	expect(findKept('x', end + 13 * DAY)).toEqual({ account: 'mina', schedule });
	expect(findKept('y', end)).toBeNull();
	expect(findKept('x', end + 15 * DAY)).toBeNull();
	expect(readOwn(keptAs('x'))).toBeNull();
});

test('what cannot be read is as if it were not there', () => {
	for (const broken of ['{', '"text"', '{"account":"mina"}', 'null']) {
		localStorage.setItem('madang:own:schedule:x', broken);
		expect(findKept('x', end)).toBeNull();
	}
});

test('signing out lets go of everything of one’s own and of nothing else', async () => {
	localStorage.setItem('madang:language', 'ko');
	keep('mina', schedule);
	await forgetOwn();
	expect(Object.keys(localStorage)).toEqual(['madang:language']);
});

test('another tab is told when it is let go of, and only then', () => {
	keep('mina', schedule);
	const told = (key: string | null, newValue: string | null) =>
		isGone({ key, newValue } as StorageEvent, keptAs('x'));
	expect(told('madang:own:schedule:x', null)).toBe(true);
	expect(told(null, null)).toBe(true);
	expect(told('madang:own:schedule:y', null)).toBe(false);
	expect(told('madang:own:schedule:x', '{}')).toBe(false);
	forget('x');
	expect(findKept('x', end)).toBeNull();
});

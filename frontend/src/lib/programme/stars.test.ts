import { beforeEach, expect, test } from 'vitest';
import { starsOf } from './stars.svelte';

beforeEach(() => localStorage.clear());

test('a star is kept for its edition alone', () => {
	starsOf('a').toggle('lunch');

	expect([starsOf('a').has('lunch'), starsOf('b').has('lunch')]).toEqual([true, false]);
});

test('a second press takes it away, and keeps what another tab starred', () => {
	const stars = starsOf('a');
	stars.toggle('lunch');
	starsOf('a').toggle('dinner');

	stars.toggle('lunch');

	expect(localStorage.getItem('madang:stars:a')).toBe('["dinner"]');
});

test('what is no list of keys counts as none', () => {
	localStorage.setItem('madang:stars:a', '{"x":');

	expect(starsOf('a').has('x')).toBe(false);
});

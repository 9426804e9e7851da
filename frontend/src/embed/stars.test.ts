import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readStars, toggleStar } from './stars';

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('stars', () => {
	it('are kept by edition and given back', () => {
		expect(toggleStar('a', 'lunch', [])).toEqual(['lunch']);
		expect(toggleStar('a', 'recap', [])).toEqual(['lunch', 'recap']);
		expect(toggleStar('a', 'lunch', [])).toEqual(['recap']);
		expect(readStars('a')).toEqual(['recap']);
		expect(readStars('b')).toEqual([]);
	});

	it('that another page spoiled are none', () => {
		localStorage.setItem('madang:stars:a', '{"not": "a list"}');
		expect(readStars('a')).toEqual([]);
		localStorage.setItem('madang:stars:a', '[1, "lunch", null]');
		expect(readStars('a')).toEqual(['lunch']);
		localStorage.setItem('madang:stars:a', 'not json');
		expect(readStars('a', ['held'])).toEqual(['held']);
	});

	it('last as long as the page where storage is refused', () => {
		const refuse = () => {
			throw new DOMException('refused', 'SecurityError');
		};
		vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });

		expect(toggleStar('a', 'recap', ['lunch'])).toEqual(['lunch', 'recap']);
	});
});

import { expect, test } from 'vitest';
import { Problem } from '$lib/api/problem';
import { isOutdated } from './refusals';

test.each([
	[new Problem(412, { code: 'stale' }), true],
	[new Problem(409, { code: 'option_withdrawn' }), true],
	[new Problem(409, { code: 'ranking_closed' }), false],
	[new Problem(0, { code: 'unreachable' }), false],
	[new Problem(503), false],
	[null, false]
])('whether the page is read again after %s', (problem, expected) => {
	expect(isOutdated(problem)).toBe(expected);
});

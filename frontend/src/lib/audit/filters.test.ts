import { expect, test } from 'vitest';
import { filtersOf } from './filters';

test('filters come from the address, and only those that make sense', () => {
	const asked = new URLSearchParams('action= login. &outcome=denied&since=2026-13-41&x=1');
	expect(filtersOf(asked)).toEqual({ action: 'login.', outcome: 'denied' });
	expect(filtersOf(new URLSearchParams('outcome=perhaps&since=yesterday'))).toEqual({});
	expect(filtersOf(new URLSearchParams('since=2026-02-03')).since).toMatch(/^2026-02-0[234]T/);
});

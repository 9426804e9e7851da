import { beforeEach, expect, test } from 'vitest';
import type { Stage } from '../types';
import { findKept, isKept, keep } from './kept';

const DAY = 86_400_000;
const stage = {
	edition: 'harbour',
	session: { id: 'one', ends_at: '2031-05-07T06:00:00Z' },
	items: []
} as unknown as Stage;
const ENDS = Date.parse(stage.session.ends_at);

beforeEach(() => localStorage.clear());

test('plans that were opened are there for two weeks after the session', () => {
	keep('mina', stage, '2031-05-07T01:00:00Z');
	expect(findKept('harbour', 'one', ENDS + 13 * DAY)?.account).toBe('mina');
	expect(findKept('harbour', 'one', ENDS + 15 * DAY)).toBeNull();
	expect(findKept('harbour', 'one', ENDS)).toBeNull();
});

test('a session of long ago that is shown again goes on without a network, too', () => {
	keep('mina', stage, '2033-01-01T00:00:00Z');
	expect(findKept('harbour', 'one', Date.parse('2033-01-02'))).not.toBeNull();
});

test('a full disk is noticed: what is not there is not promised', () => {
	const kept = keep('mina', stage);
	expect(isKept(kept)).toBe(true);
	localStorage.clear();
	expect(isKept(kept)).toBe(false);
});

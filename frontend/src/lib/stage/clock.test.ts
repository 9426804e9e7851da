import { describe, expect, test } from 'vitest';
import {
	offsetOf,
	remainingAt,
	sampleOf,
	standingOf,
	withSample,
	writeRemaining,
	type Sample
} from './clock';
import type { Timer } from './types';

const NINE = Date.parse('2019-11-01T09:00:00Z');
const timer = (more: Partial<Timer> = {}): Timer => ({
	version: 1,
	label: 'Kampala trainee 1',
	seconds: 300,
	started_at: null,
	used_before: 0,
	...more
});
const running = timer({ started_at: '2019-11-01T09:00:00Z', used_before: 12.5 });

describe('what is left', () => {
	test('counts from the start, after what was used before it', () => {
		expect([0, 10_000, 290_000].map((after) => remainingAt(running, NINE + after))).toEqual([
			287.5, 277.5, -2.5
		]);
	});

	test('stands still while it does not run', () => {
		expect(remainingAt(timer({ used_before: 12.5 }), NINE + 3_600_000)).toBe(287.5);
	});

	test('is not more than there was, whatever two clocks say of the start', () => {
		expect(remainingAt(running, NINE - 400)).toBe(287.5);
	});
});

describe('where it stands', () => {
	test.each([
		[timer({ seconds: null, version: 0 }), 0, 'unset'],
		[timer(), 300, 'ready'],
		[running, 61, 'running'],
		[running, 60, 'last_minute'],
		[running, 0.1, 'last_minute'],
		[running, 0, 'over'],
		[running, -200, 'over'],
		[timer({ used_before: 12.5 }), 287.5, 'paused'],
		[timer({ used_before: 312.5 }), -12.5, 'paused_over']
	])('%o with %d left: %s', (one, remaining, standing) => {
		expect(standingOf(one, remaining)).toBe(standing);
	});
});

test('a second is left until it is over, then it counts up', () => {
	expect([7200, 300, 299.9, 299, 60.2, 0.1, 0, -0.9, -1, -61.5].map(writeRemaining)).toEqual([
		'120:00',
		'5:00',
		'5:00',
		'4:59',
		'1:01',
		'0:01',
		'0:00',
		'0:00',
		'+0:01',
		'+1:01'
	]);
});

describe('two clocks', () => {
	test('are compared at the middle of an answer', () => {
		expect(sampleOf(1000, 1200, 91_100)).toEqual({ offset: 90_000, trip: 200 });
	});

	test('agree by the quickest answer, as long as no other contradicts it', () => {
		const quick = { offset: 90_000, trip: 20 };
		const slow = { offset: 90_400, trip: 900 };
		expect(offsetOf(withSample(withSample([], quick), slow))).toBe(90_000);
		expect(offsetOf([])).toBe(0);
	});

	test('forget what was before one of them was set', () => {
		const before = { offset: 90_000, trip: 20 };
		const after = { offset: -5000, trip: 900 };
		expect(withSample([before, before], after)).toEqual([after]);
	});

	test('are within half of the quickest trip, however unequal the two ways are', () => {
		const ahead = 4321;
		let known: Sample[] = [];
		for (const [there, back] of [
			[400, 10],
			[5, 60],
			[900, 900],
			[30, 300]
		] as const) {
			known = withSample(known, sampleOf(0, there + back, there + ahead));
		}
		expect(known).toHaveLength(4);
		expect(Math.abs(offsetOf(known) - ahead)).toBeLessThanOrEqual(65 / 2);
	});

	test('keep no more than the last few answers', () => {
		let known: Sample[] = [];
		for (let i = 0; i < 30; i++) known = withSample(known, { offset: 1, trip: 50 });
		expect(known).toHaveLength(10);
	});
});

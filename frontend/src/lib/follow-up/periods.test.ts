import { expect, test } from 'vitest';
import { readDays, reminderDays } from './periods';

test('reminders stand around the day, ascending, each once, across months', () => {
	const period = { due_on: '2020-03-01', remind_before: [14, 1, 0], remind_after: [0, 1] };
	expect(reminderDays(period)).toEqual(['2020-02-16', '2020-02-29', '2020-03-01', '2020-03-02']);
});

test.each([
	['14, 3', [14, 3]],
	['', []],
	['7 7;1', [7, 1]],
	['367', null],
	['-1', null],
	['soon', null],
	['1,2,3,4,5,6,7,8,9,10,11', null]
])('days typed as “%s”', (typed, days) => {
	expect(readDays(typed)).toEqual(days);
});

import { describe, expect, test } from 'vitest';
import {
	addedRows,
	merge,
	newRowId,
	placeOf,
	same,
	toAmount,
	withoutRefused,
	type EntryDraft
} from './draft';

const entry = (values: EntryDraft['values'] = {}, difficulties = '', lessons = ''): EntryDraft => ({
	values,
	difficulties,
	lessons
});

describe('putting two reports of one action together', () => {
	// Every pair of changes of two places, in both orders: nothing is lost, and what both changed is named.
	const choices = [undefined, 'a', 'b', null];
	const at = (phase?: string | null, note?: string | null) =>
		entry({
			...(phase === undefined ? {} : { phase }),
			...(note === undefined ? {} : { health_note: note })
		});
	const drafts = choices.flatMap((phase) => choices.map((note) => at(phase, note)));

	test.each(drafts)(
		'every place has one of the two values, and is named where both changed it: %o',
		(base) => {
			for (const here of drafts)
				for (const there of drafts) {
					const { draft, both } = merge(base, here, there);
					for (const place of ['phase', 'health_note']) {
						const [was, mine, theirs, now] = [base, here, there, draft].map(({ values }) => values[place]);
						if (mine === was) expect(now).toBe(theirs);
						else expect(now).toBe(mine);
						expect(place in both).toBe(mine !== was && theirs !== was && mine !== theirs);
					}
				}
		}
	);

	test('texts beside the values are put together, too', () => {
		const { draft, both } = merge(entry({}, 'A', 'B'), entry({}, 'A and more', 'B'), entry({}, 'A', 'B2'));
		expect(draft).toEqual(entry({}, 'A and more', 'B2'));
		expect(both).toEqual({});
	});
});

test('the order of values and space around texts say nothing', () => {
	expect(same(entry({ a: '1', b: null }, ' x '), entry({ b: null, a: '1' }, 'x'))).toBe(true);
	expect(same(entry({ a: null }), entry())).toBe(false);
});

test('what is refused keeps nothing else from being saved', () => {
	const typed = entry({ phase: 'paused', 'budget/x/actual': '-3', actual_end: '2020-99-01' }, 'Hard');
	const rest = withoutRefused(typed, entry({ actual_end: '2020-03-01' }), ['budget/x/actual', 'actual_end']);
	expect(rest).toEqual(entry({ phase: 'paused', actual_end: '2020-03-01' }, 'Hard'));
});

test('a refusal points to a place', () => {
	expect(placeOf('/body/values/budget~1x~1actual')).toBe('budget/x/actual');
	expect(placeOf('/body/lessons')).toBe('lessons');
});

test('rows that nobody planned have ids that sort by when they were added', () => {
	expect(newRowId(1)).toMatch(/^[0-9a-z]{12}$/);
	expect(newRowId(1) < newRowId(2)).toBe(true);
	const draft = entry({ 'budget/new/year': 2020, 'budget/new/actual': '1', 'budget/old/actual': '2' });
	expect(addedRows(draft, 'budget', ['old'])).toEqual(['new']);
});

test.each([
	['', null],
	['1 250 000,50', '1250000.50'],
	['1,250,000.50', '1250000.50'],
	['1,250,000', '1250000'],
	['81000000', '81000000'],
	['-3', '-3'],
	['much', 'much']
])('an amount typed as %s is %s', (typed, amount) => {
	expect(toAmount(typed)).toBe(amount);
});

import { describe, expect, test } from 'vitest';
import { Completeness } from './completeness';
import type { Fields } from './draft';
import { sdgTitle } from './labels/sdg';
import english from './labels/sdg/en.json';
import { reasonsOf } from './refusals';
import { newRowId, placed, RowIndex, rowsAround, ruleOf, type Read } from './rows';
import { findSdg } from './sdg-search';
import { addAmounts, parse, parseAmount, totalsOf } from './values';
import { Problem } from '$lib/api/problem';

const A = 'actions/000000000001';
const B = 'actions/000000000002';
const C = 'actions/000000000003';

function planOf(fields: Fields): { read: Read; list: (parent: string, kind: string) => string[] } {
	const read: Read = (path) => fields[path] ?? null;
	const index = new RowIndex(Object.keys(fields));
	return { read, list: (parent, kind) => index.list(parent, kind, read) };
}

describe('amounts as people write them', () => {
	test.each([
		['1250000', '1250000'],
		['1 250 000,50', '1250000.50'],
		['1,250,000.5', '1250000.5'],
		["1'250'000", '1250000'],
		['1.250', '1250'],
		['1.25', '1.25'],
		['1.250.000,5', '1250000.5'],
		['12.', '12'],
		['007', '7'],
		['0,5', '0.5']
	])('%s', (typed, amount) => expect(parseAmount(typed)).toBe(amount));

	test.each(['-5', 'ten', '1e6', '1234567890123456', '1.23456'])('%s is none', (typed) =>
		expect(parseAmount(typed)).toBeNull()
	);

	test('add up to the cent', () => {
		expect(addAmounts(['0.1', '0.2', '999999999999999'])).toBe('999999999999999.3');
	});

	test('only what has the same year and currency', () => {
		const line = (year: number, currency: string, amount: string) => ({ year, currency, amount });
		const lines = [
			line(2031, 'UGX', '5'),
			line(2031, 'USD', '7'),
			line(2031, 'UGX', '6'),
			line(2032, 'UGX', '1')
		];
		expect(totalsOf([...lines, { year: null, currency: 'UGX', amount: '9' }])).toEqual([
			{ year: 2031, currency: 'UGX', amount: '11' }
		]);
	});
});

describe('what is not yet what a field takes', () => {
	const budget = `${A}/budget/000000000009`;
	test.each([
		[`${budget}/year`, '20', '2031'],
		[`${budget}/currency`, 'ug', 'ugx'],
		[`${A}/planned_start`, '0031-01-01', '2031-01-01'],
		['title', 'x'.repeat(301), 'x'.repeat(300)]
	])('%s', (path, half, whole) => {
		const rule = ruleOf(path)!;
		expect(parse(rule, half)).toEqual({ value: half, unready: true });
		expect(parse(rule, whole).unready).toBe(false);
		expect(parse(rule, ' ')).toEqual({ value: null, unready: false });
	});
});

describe('rows', () => {
	test('are there when they were said to be, or something stands in them', () => {
		const { list } = planOf({
			[A]: true,
			[`${B}/milestones/000000000009/title`]: 'deep',
			[`${C}/title`]: null,
			'actions/000000000004': false,
			'actions/000000000004/title': 'removed'
		});
		expect(list('', 'actions')).toEqual([A, B]);
		expect(list(B, 'milestones')).toEqual([`${B}/milestones/000000000009`]);
	});

	test('stand by position, those without one last', () => {
		const { list } = planOf({
			[A]: true,
			[B]: true,
			[`${B}/position`]: 2,
			[C]: true,
			[`${C}/position`]: 1.5
		});
		expect(list('', 'actions')).toEqual([C, B, A]);
	});

	test('stay in sight while something in them is in conflict', () => {
		const fields: Fields = { [A]: true, [B]: false, [C]: true, [`${B}/title`]: 'B' };
		const index = new RowIndex(Object.keys(fields));
		const seen = rowsAround([`${B}/title`, `${A}/budget/x/year`, 'title']);
		expect(index.list('', 'actions', (path) => fields[path] ?? null, seen)).toEqual([A, B, C]);
	});

	test('get ids that sort by when they were added', () => {
		expect(newRowId(Date.UTC(2031, 0, 1))).toMatch(/^[0-9a-z]{12}$/);
		expect(newRowId(1000) < newRowId(2000)).toBe(true);
	});

	test('move between their new neighbours, and touch nobody else', () => {
		const read: Read = (path) =>
			({ [`${A}/position`]: 1, [`${B}/position`]: 2, [`${C}/position`]: 3 })[path] ?? null;
		expect(placed([A, B, C], 2, 1, read)).toEqual({ [`${C}/position`]: 1.5 });
		expect(placed([A, B, C], 0, 2, read)).toEqual({ [`${A}/position`]: 4 });
		expect(placed([A, B, C], 2, 0, read)).toEqual({ [`${C}/position`]: 0 });
	});

	test('are all numbered where there is no room or some have no position', () => {
		const read: Read = (path) =>
			({ [`${A}/position`]: 1, [`${B}/position`]: 1, [`${C}/position`]: 3 })[path] ?? null;
		expect(placed([A, B, C], 2, 1, read)).toEqual({
			[`${A}/position`]: 1,
			[`${C}/position`]: 2,
			[`${B}/position`]: 3
		});
	});
});

describe('how full a plan is', () => {
	const whole: Fields = {
		[`${A}/title`]: 'A fund',
		[`${A}/planned_start`]: '2031-01-01',
		[`${A}/planned_end`]: '2031-12-31',
		[`${A}/organisations/000000000009/name`]: 'City',
		[`${A}/organisations/000000000009/role`]: 'implementing'
	};

	test('one whole action is enough to hand it in', () => {
		const { list, read } = planOf({ ...whole, [`${B}/title`]: 'Half' });
		expect(new Completeness().of(list, read, null).needed).toEqual([]);
	});

	test('else what the one lacks that comes closest', () => {
		const { list, read } = planOf({
			[`${A}/title`]: 'x',
			[`${B}/title`]: 'y',
			[`${B}/planned_start`]: '2031-01-01'
		});
		expect(new Completeness().of(list, read, null).needed).toEqual([
			`${B}/planned_end`,
			`${B}/organisations`
		]);
		expect(
			new Completeness().of(
				() => [],
				() => null,
				null
			).needed
		).toEqual(['actions']);
	});

	test('what does not fit is named at its place', () => {
		const { list, read } = planOf({
			...whole,
			[`${A}/planned_end`]: '2030-12-31',
			[`${B}/planned_start`]: '2031-01-01',
			[`${B}/milestones/000000000008/due`]: '2030-06-01',
			[`${A}/budget/000000000008/planned`]: '5',
			period_start: '2031-06-01',
			'learning/000000000007/ref': 'gone'
		});
		const known = { sources: new Set<string>(), codes: new Set<string>() };
		const faults = new Completeness().of(list, read, known).faults.map(({ path, code }) => `${path} ${code}`);
		expect(faults).toEqual(
			expect.arrayContaining([
				`${A}/planned_end dates_reversed`,
				`${A}/planned_start action_outside`,
				`${B}/milestones/000000000008/due milestone_outside`,
				`${A}/budget/000000000008/currency amount_without_currency`,
				`${A}/budget/000000000008/year amount_without_year`,
				'learning/000000000007/ref source_unknown'
			])
		);
	});

	test('only what was touched is worked out anew', () => {
		const fields = { ...whole };
		const { list, read } = planOf(fields);
		const before = new Completeness().of(list, read, null);
		fields[`${A}/title`] = null;
		expect(before.of(list, read, null).needed).toEqual([]);
		before.touch(`${A}/title`);
		expect(before.of(list, read, null).needed).toEqual([`${A}/title`]);
	});
});

describe('goals and targets', () => {
	const titleOf = (code: string) => (english as Record<string, string>)[code] ?? '';

	test('are found by number and by words in any order, accents or not', () => {
		expect(findSdg('', titleOf)).toHaveLength(17);
		expect(findSdg('11', titleOf)[0]).toBe('11');
		expect(findSdg('11', titleOf)).toContain('11.c');
		expect(findSdg('1.', titleOf)).not.toContain('11.1');
		expect(findSdg('housing safe', titleOf)[0]).toBe('11.1');
		expect(findSdg('economie', (code) => (code === '8' ? 'Économie' : ''))[0]).toBe('8');
		expect(findSdg('zzz', titleOf)).toEqual([]);
	});

	test('have no title before their words are there', () => expect(sdgTitle('11.3')).toBe('11.3'));
});

test('a refusal points to what was sent', () => {
	const errors = [{ pointer: `/body/changes/${A.replace('/', '~1')}~1title`, detail: 'too long' }];
	const problem = new Problem(422, { errors, detail: 'x' });
	expect([...reasonsOf(problem, [`${A}/title`, 'title'])]).toEqual([[`${A}/title`, 'too long']]);
	expect([...reasonsOf(new Problem(422, { detail: 'x' }), ['title'])]).toEqual([['title', 'x']]);
});

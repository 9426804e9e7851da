import { describe, expect, test } from 'vitest';
import {
	bodiesByRole,
	chartOf,
	goalsOf,
	responsibleFor,
	sourcesOf,
	sumsOf,
	totalsOf,
	writeAmount,
	writeMonths
} from './figures';
import { below, build, codes, text } from './tree';

const [A, B, C] = ['actions/0k3v9qz1m2aa', 'actions/0k3v9qz1m2ab', 'actions/0k3v9qz1m2ac'];

describe('a plan as a tree', () => {
	test('has its actions by position, those without one last, and its other rows by when they were added', () => {
		const plan = build({
			title: 'Shore',
			[`${A}/title`]: 'first added',
			[`${B}/position`]: 2,
			[`${C}/position`]: 1,
			[`${C}/milestones/0k3v9qz1m2ae/title`]: 'later',
			[`${C}/milestones/0k3v9qz1m2ad/title`]: 'sooner'
		});
		expect(below(plan, 'actions').map(({ path, number }) => [path, number])).toEqual([
			[C, 1],
			[B, 2],
			[A, 3]
		]);
		const [first] = below(plan, 'actions');
		expect(below(first!, 'milestones').map((row) => text(row, 'title'))).toEqual(['sooner', 'later']);
	});

	test('leaves out what was removed and what nobody filled in, and keeps what somebody has just added', () => {
		const plan = build({
			[A]: false,
			[`${A}/title`]: 'removed',
			[`${B}/title`]: null,
			[`${B}/milestones/0k3v9qz1m2ad/title`]: null,
			[C]: true
		});
		expect(below(plan, 'actions').map(({ path }) => path)).toEqual([C]);
		expect(text(below(plan, 'actions')[0]!, 'title')).toBe('');
	});
});

describe('what is worked out of a plan', () => {
	const plan = build({
		[`${A}/sdg`]: ['11.3', '8.3', '8'],
		[`${A}/planned_start`]: '2020-01-01',
		[`${A}/planned_end`]: '2020-12-31',
		[`${A}/organisations/0k3v9qz1m2b1/name`]: 'Union',
		[`${A}/organisations/0k3v9qz1m2b1/role`]: 'implementing',
		[`${A}/organisations/0k3v9qz1m2b2/name`]: 'City',
		[`${A}/organisations/0k3v9qz1m2b2/role`]: 'accountable',
		[`${A}/milestones/0k3v9qz1m2c1/due`]: '2021-12-31',
		[`${A}/budget/0k3v9qz1m2d1/year`]: 2020,
		[`${A}/budget/0k3v9qz1m2d1/currency`]: 'USD',
		[`${A}/budget/0k3v9qz1m2d1/planned`]: '0.1',
		[`${A}/budget/0k3v9qz1m2d2/year`]: 2020,
		[`${A}/budget/0k3v9qz1m2d2/currency`]: 'USD',
		[`${A}/budget/0k3v9qz1m2d2/planned`]: '0.2',
		[`${A}/budget/0k3v9qz1m2d3/planned`]: '99',
		[`${A}/learning/0k3v9qz1m2e1/ref`]: 'one',
		[`${A}/learning/0k3v9qz1m2e1/note`]: 'Laws first',
		'learning/0k3v9qz1m2e2/ref': 'one',
		[`${B}/budget/0k3v9qz1m2d4/year`]: 2021,
		[`${B}/budget/0k3v9qz1m2d4/currency`]: 'USD',
		[`${B}/budget/0k3v9qz1m2d4/planned`]: '5',
		[`${B}/title`]: 'undated'
	});
	const actions = below(plan, 'actions');

	test('amounts are added to the cent, by year and currency; what has neither is not money', () => {
		expect(totalsOf(actions)).toEqual([
			{ year: 2020, currency: 'USD', amount: '0.3' },
			{ year: 2021, currency: 'USD', amount: '5' }
		]);
		expect(sumsOf(totalsOf(actions))).toEqual([{ currency: 'USD', amount: '5.3' }]);
		expect(writeAmount('350000000', 'UGX', 'en').replace(/\s/g, ' ')).toBe('UGX 350,000,000');
		expect(writeAmount('40000.5', 'USD', 'fr').replace(/\s/g, ' ')).toBe('40 000,50 USD');
		expect(writeAmount('81000000.5', 'UGX', 'en').replace(/\s/g, ' ')).toBe('UGX 81,000,000.50');
		expect(writeAmount('900000000000000.25', 'USD', 'en').replace(/\s/g, ' ')).toBe(
			'USD 900,000,000,000,000.25'
		);
	});

	test('who answers for an action goes before who carries it out', () => {
		expect(actions.map(responsibleFor)).toEqual(['City', '']);
		expect([...bodiesByRole(plan)]).toEqual([
			['accountable', ['City']],
			['implementing', ['Union']]
		]);
	});

	test('goals are told once, by number, and a source once, with the words that somebody wrote', () => {
		expect(goalsOf(plan)).toEqual(['8', '11']);
		expect(sourcesOf(plan)).toEqual([{ kind: '', ref: 'one', note: 'Laws first' }]);
		expect(codes(actions[0]!, 'sdg')).toEqual(['11.3', '8.3', '8']);
	});

	test('time is drawn on whole years that hold every action and every milestone', () => {
		const chart = chartOf(plan)!;
		expect(chart.years.map(({ year }) => year)).toEqual([2020, 2021]);
		expect(chart.bars.map(({ from, until }) => [from, until.toFixed(2)])).toEqual([[0, '0.50']]);
		expect(chart.bars[0]!.milestones[0]!.at).toBeLessThan(1);
		expect(chart.undated.map((row) => text(row, 'title'))).toEqual(['undated']);
		expect(chartOf(build({ title: 'x' }))).toBeNull();
	});

	test('dates that stand the wrong way round are written as they stand', () => {
		expect(writeMonths('2021-05-01', '2020-01-01', 'en')).toBe('May 2021 – Jan 2020');
		expect(writeMonths('2020-01-01', '2020-12-31', 'en')).toBe('Jan\u2009–\u2009Dec 2020');
		expect(writeMonths('', '2020-12-31', 'en')).toBe('Dec 2020');
	});
});

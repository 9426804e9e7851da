import { describe, expect, test } from 'vitest';
import { build } from '../tree';
import { jump, screensOf, step, within } from './screens';

describe('screens of a plan', () => {
	test('a plan in full has six, each in its place', () => {
		const plan = build({
			problem: 'Waste',
			'actions/0k3v9qz1m2aa/title': 'Sort it',
			'actions/0k3v9qz1m2aa/planned_start': '2020-01-01',
			'actions/0k3v9qz1m2aa/organisations/0k3v9qz1m2ab/name': 'City',
			'support/0k3v9qz1m2ac/text': 'Advice'
		});
		expect(screensOf(plan)).toEqual(['title', 'why', 'actions', 'time', 'means', 'learned']);
	});

	test('what nobody wrote has no screen, and a plan without a word has one', () => {
		expect(screensOf(build({}))).toEqual(['title']);
		expect(screensOf(build({ objective: 'Less waste', problem: null }))).toEqual(['title', 'why']);
	});
});

describe('going on', () => {
	const counts = [2, 1, 3];

	test('leads through all screens of all plans and ends at the last, and back the same way', () => {
		const way = [{ plan: 0, screen: 0 }];
		for (let i = 0; i < 7; i += 1) way.push(step(way.at(-1)!, 1, counts));
		expect(way.map(({ plan, screen }) => `${plan}.${screen}`)).toEqual([
			'0.0',
			'0.1',
			'1.0',
			'2.0',
			'2.1',
			'2.2',
			'2.2',
			'2.2'
		]);
		const back = [way.at(-1)!];
		for (let i = 0; i < 6; i += 1) back.push(step(back.at(-1)!, -1, counts));
		expect(back.map(({ plan, screen }) => `${plan}.${screen}`)).toEqual([
			'2.2',
			'2.1',
			'2.0',
			'1.0',
			'0.1',
			'0.0',
			'0.0'
		]);
	});

	test('the next plan begins at its beginning, and behind the last there is none', () => {
		expect(jump({ plan: 0, screen: 1 }, 2, counts)).toEqual({ plan: 2, screen: 0 });
		expect(jump({ plan: 2, screen: 1 }, 3, counts)).toEqual({ plan: 2, screen: 1 });
	});

	test('a place that is not there any more becomes the nearest that is', () => {
		expect(within({ plan: 7, screen: 9 }, counts)).toEqual({ plan: 2, screen: 2 });
		expect(within({ plan: 1, screen: 4 }, counts)).toEqual({ plan: 1, screen: 0 });
		expect(within({ plan: 0, screen: 0 }, [])).toEqual({ plan: 0, screen: 0 });
	});
});

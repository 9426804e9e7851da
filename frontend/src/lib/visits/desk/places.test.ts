import { describe, expect, test } from 'vitest';
import type { Option, Round } from '../types';
import { bodyOf, faultOf, isFaulty, overridesOf, placesOf } from './places';

const option = (option_id: string, capacity: number | null, minimum = 0, withdrawn = false): Option => ({
	option_id,
	title: { en: option_id },
	stops: [],
	capacity,
	minimum,
	withdrawn,
	offered: !withdrawn,
	transport: { en: `Bus to ${option_id}` },
	meeting_point: {},
	meets_at: null,
	placed: 0,
	waiting_for: 0,
	ranked: []
});
const round = {
	rank_until: '2019-10-20T09:00:00Z',
	kinds: ['trainee'],
	options: [option('a', 24, 8), option('b', 12)]
} as unknown as Round;

describe('places that are tried out', () => {
	test('only what differs from what is saved is an override', () => {
		const edits = { a: { capacity: 30, minimum: 8 }, b: { capacity: 12 } };
		expect(overridesOf(round, edits)).toEqual([{ option_id: 'a', capacity: 30 }]);
	});

	test('an empty field is no limit, and no minimum', () => {
		expect(overridesOf(round, { a: { capacity: null, minimum: null } })).toEqual([
			{ option_id: 'a', capacity: null, minimum: 0 }
		]);
	});

	test('what was not touched follows what somebody else saves', () => {
		expect(placesOf(option('a', 40, 3), { a: { minimum: 5 } })).toEqual({
			capacity: 40,
			minimum: 5,
			withdrawn: false
		});
	});

	test('numbers that cannot be meant are faults', () => {
		const places = (capacity: number | null, minimum: number) => ({ capacity, minimum, withdrawn: false });
		expect([
			faultOf(places(24, 8)),
			faultOf(places(null, 500)),
			faultOf(places(-1, 0)),
			faultOf(places(2.5, 0)),
			faultOf(places(10, 11))
		]).toEqual([null, null, 'number', 'number', 'minimum']);
		expect([isFaulty(round, {}), isFaulty(round, { b: { minimum: 13 } })]).toEqual([false, true]);
	});
});

describe('settings as they are saved', () => {
	test('all of them, with the places from the fields', () => {
		expect(bodyOf(round, { edits: { b: { withdrawn: true } } })).toEqual({
			rank_until: '2019-10-20T09:00:00Z',
			kinds: ['trainee'],
			options: [
				{
					option_id: 'a',
					capacity: 24,
					minimum: 8,
					withdrawn: false,
					transport: { en: 'Bus to a' },
					meeting_point: {},
					meets_at: null
				},
				{
					option_id: 'b',
					capacity: 12,
					minimum: 0,
					withdrawn: true,
					transport: { en: 'Bus to b' },
					meeting_point: {},
					meets_at: null
				}
			]
		});
	});

	test('journeys do not touch places', () => {
		const journey = { transport: {}, meeting_point: { en: 'Gate 2' }, meets_at: '2019-10-29T04:00:00Z' };
		const { options, ...rest } = bodyOf(round, {
			journeys: { b: journey },
			rank_until: null,
			kinds: ['observer']
		});
		expect(rest).toEqual({ rank_until: null, kinds: ['observer'] });
		expect(options[1]).toEqual({ option_id: 'b', capacity: 12, minimum: 0, withdrawn: false, ...journey });
		expect(options[0]?.transport).toEqual({ en: 'Bus to a' });
	});
});

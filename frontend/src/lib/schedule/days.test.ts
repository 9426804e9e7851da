import { describe, expect, test } from 'vitest';
import { arrange, compare, daysOf, dial, nowLine, ownNowAndNext } from './days';
import type { OwnSession, Schedule } from './types';

function session(
	id: string,
	day: string,
	from: string,
	to: string,
	more: Partial<OwnSession> = {}
): OwnSession {
	const start = `${day}T${from}:00Z`;
	return {
		id,
		key: id,
		kind: 'plenary',
		title: id,
		begins_at: start,
		start,
		end: `${day}T${to}:00Z`,
		day,
		status: 'confirmed',
		called_off: false,
		place: null,
		room: null,
		languages: [],
		interpretation: [],
		roles: [],
		visit: null,
		...more
	};
}

function schedule(sessions: OwnSession[], more: Partial<Schedule> = {}): Schedule {
	return {
		edition: { slug: 'x', title: 'X', timezone: 'UTC', days: ['2031-05-05', '2031-05-06'], public: true },
		lang: 'en',
		status: 'accepted',
		as_of: '2031-05-06T00:00:00Z',
		release: { number: 1, revision: 0, published_at: '2031-05-01T00:00:00Z' },
		sessions,
		places: [],
		helpline: { numbers: [], note: null },
		...more
	};
}

const at = (time: string) => Date.parse(`2031-05-06T${time}:00Z`);
const lunch = session('lunch', '2031-05-06', '12:00', '13:30');
const visit = session('visit', '2031-05-06', '13:30', '18:00', { begins_at: '2031-05-06T13:00:00Z' });

describe('days', () => {
	test('are the edition’s, and any other with a session', () => {
		const late = session('late', '2031-05-08', '09:00', '10:00');
		const found = daysOf(schedule([lunch, late]));
		expect(found.map(({ date, sessions }) => [date, sessions.map(({ id }) => id)])).toEqual([
			['2031-05-05', []],
			['2031-05-06', ['lunch']],
			['2031-05-08', ['late']]
		]);
	});

	test('that are over stand apart, today is first', () => {
		const { ahead, over } = arrange(daysOf(schedule([lunch])), '2031-05-06');
		expect([over.map(({ date }) => date), ahead.map(({ date }) => date)]).toEqual([
			['2031-05-05'],
			['2031-05-06']
		]);
	});
});

describe('now', () => {
	test('a visit is next until people meet, and on from then', () => {
		expect(ownNowAndNext([lunch, visit], at('12:59')).next).toEqual([visit]);
		expect(ownNowAndNext([lunch, visit], at('13:00')).now).toEqual([lunch, visit]);
	});

	test('what is called off is neither on nor next', () => {
		const off = { ...visit, called_off: true };
		expect(ownNowAndNext([lunch, off], at('13:00'))).toEqual({ now: [lunch], next: [] });
	});

	test('the line stands before what is to come, after all when nothing is', () => {
		expect([nowLine([lunch, visit], at('11:00')), nowLine([lunch, visit], at('12:10'))]).toEqual([0, 1]);
		expect(nowLine([lunch, visit], at('20:00'))).toBe(2);
	});
});

describe('what has changed since', () => {
	test('is nothing when nothing has, whatever the moment', () => {
		const later = schedule([lunch], { as_of: '2031-05-06T09:00:00Z' });
		expect(compare(schedule([lunch]), later)).toEqual({ ids: [], titles: [] });
	});

	test('is what moved, came and went, by its title', () => {
		const moved = { ...lunch, end: '2031-05-06T14:00:00Z' };
		const fresh = session('fresh', '2031-05-06', '19:00', '21:00');
		expect(compare(schedule([lunch, visit]), schedule([moved, fresh]))).toEqual({
			ids: ['lunch', 'fresh'],
			titles: ['lunch', 'fresh', 'visit']
		});
	});

	test('is a session whose place has another address now', () => {
		const place = {
			id: 'p',
			name: 'Hall',
			address: '1 Road',
			local: null,
			meeting_point: null,
			access_notes: null,
			latitude: null,
			longitude: null
		};
		const here = [{ ...lunch, place: 'p' }];
		const before = schedule(here, { places: [place] });
		const after = schedule(here, { places: [{ ...place, address: '2 Road' }] });
		expect(compare(before, after).ids).toEqual(['lunch']);
	});

	test('is not said of another language', () => {
		expect(compare(schedule([lunch]), schedule([{ ...lunch, title: '점심' }], { lang: 'ko' })).ids).toEqual(
			[]
		);
	});
});

test('a number is dialled without what people write between its digits', () => {
	expect([dial('+82 2 1234-5678'), dial('(02) 119')]).toEqual(['tel:+82212345678', 'tel:02119']);
});

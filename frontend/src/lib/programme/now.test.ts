import { describe, expect, test } from 'vitest';
import { nowAndNext, standing } from './now';

const slot = (key: string, start: string, end: string, status = 'confirmed') => ({
	key,
	start: `2019-10-28T${start}:00+09:00`,
	end: `2019-10-28T${end}:00+09:00`,
	status
});
const sessions = [
	slot('opening', '09:00', '10:00'),
	slot('table', '10:00', '12:00'),
	slot('walk', '13:30', '15:00'),
	slot('talk', '13:30', '14:00'),
	slot('song', '13:00', '13:30', 'cancelled')
];
const at = (time: string) => Date.parse(`2019-10-28T${time}:00+09:00`);

function keys(time: string) {
	const { now, next } = nowAndNext(sessions, at(time));
	return [now.map((session) => session.key), next.map((session) => session.key)];
}

describe('now and next', () => {
	test('a session is on from its start until just before its end', () => {
		expect(keys('09:00')).toEqual([['opening'], ['table']]);
		expect(keys('10:00')).toEqual([['table'], ['walk', 'talk']]);
	});

	test('what was cancelled is neither on nor next', () => {
		expect(keys('12:30')).toEqual([[], ['walk', 'talk']]);
		expect(keys('13:10')).toEqual([[], ['walk', 'talk']]);
	});

	test('sessions that run at the same time are all on', () => {
		expect(keys('13:45')).toEqual([['walk', 'talk'], []]);
	});

	test('a day has a before, a during, a between and an after', () => {
		const times = ['08:59', '09:00', '12:30', '15:00'];
		expect(times.map((time) => standing(sessions, at(time)))).toEqual([
			'before',
			'during',
			'between',
			'after'
		]);
		expect(standing([], at('09:00'))).toBe('before');
	});
});

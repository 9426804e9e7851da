import { describe, expect, test } from 'vitest';
import { cityOf, dayOf, daysUntil, sameTime, writeDay, writeDays, writeTime } from './dates';

const SEOUL = 'Asia/Seoul';
const MONTREAL = 'America/Montreal';
const OPENING = '2019-10-28T00:00:00Z';

describe('dates', () => {
	test('days are one span, as each language writes it', () => {
		const days = ['2019-10-28', '2019-10-29', '2019-10-31', '2019-11-01'];
		// Versions of CLDR differ in the kind of space, and in whether there is one around a Korean dash.
		const plain = (text: string) => text.replace(/\s/g, ' ').replace(' ~ ', '~');
		expect(plain(writeDays(days, 'en'))).toBe('28 October – 1 November 2019');
		expect(plain(writeDays(days, 'ko'))).toBe('2019년 10월 28일~11월 1일');
		expect(plain(writeDays(days, 'fr'))).toBe('28 octobre – 1 novembre 2019');
		expect(plain(writeDays(['2016-05-26'], 'en'))).toBe('26 May 2016');
		expect(writeDays([], 'en')).toBe('');
	});

	test('a moment has the time and the day of the zone', () => {
		expect([writeTime(OPENING, SEOUL), dayOf(OPENING, SEOUL)]).toEqual(['09:00', '2019-10-28']);
		expect([writeTime(OPENING, MONTREAL), dayOf(OPENING, MONTREAL)]).toEqual(['20:00', '2019-10-27']);
		expect(writeTime('2019-10-27T15:00:00Z', SEOUL)).toBe('00:00');
	});

	test('a day is named whole', () => {
		expect(writeDay(OPENING, SEOUL, 'en')).toBe('Monday 28 October 2019');
	});

	test('days until are counted by the calendar of the zone', () => {
		const lateInUtc = Date.parse('2019-10-27T14:59:00Z');
		expect(daysUntil('2019-10-28', lateInUtc, SEOUL)).toBe(1);
		expect(daysUntil('2019-10-28', lateInUtc + 60_000, SEOUL)).toBe(0);
		expect(daysUntil('2019-10-28', Date.parse('2019-11-02T00:00:00Z'), SEOUL)).toBe(-5);
	});

	test('zones with the same clock are told from others', () => {
		expect(sameTime(OPENING, SEOUL, 'Asia/Tokyo')).toBe(true);
		expect(sameTime(OPENING, SEOUL, MONTREAL)).toBe(false);
	});

	test('a zone is named by its city', () => {
		expect(['Asia/Ho_Chi_Minh', 'UTC', 'America/Argentina/Buenos_Aires'].map(cityOf)).toEqual([
			'Ho Chi Minh',
			'UTC',
			'Buenos Aires'
		]);
	});
});

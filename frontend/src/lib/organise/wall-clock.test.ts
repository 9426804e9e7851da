import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, momentsAt, toMoment, toWall } from './wall-clock';

const at = (day: string, time: string, second = false) => ({ day, time, second });

describe('wall clock', () => {
	test('a time in Seoul is a moment nine hours earlier', () => {
		expect(toMoment(at('2019-10-28', '09:00'), 'Asia/Seoul')).toBe('2019-10-28T00:00:00Z');
		expect(toWall('2019-10-28T00:00:00Z', 'Asia/Seoul')).toEqual(at('2019-10-28', '09:00'));
	});

	test('the day is that of the zone', () => {
		expect(toWall('2019-10-28T03:30:00Z', 'America/Montreal')).toEqual(at('2019-10-27', '23:30'));
		expect(toMoment(at('2019-10-27', '23:30'), 'America/Montreal')).toBe('2019-10-28T03:30:00Z');
	});

	test('an hour that the clocks skip does not exist', () => {
		expect(toMoment(at('2019-03-31', '02:30'), 'Europe/Paris')).toBeNull();
		expect(toMoment(at('2019-03-31', '03:00'), 'Europe/Paris')).toBe('2019-03-31T01:00:00Z');
	});

	test('an hour that comes twice is two moments', () => {
		expect(momentsAt('2019-10-27', '02:30', 'Europe/Paris')).toHaveLength(2);
		expect(toMoment(at('2019-10-27', '02:30'), 'Europe/Paris')).toBe('2019-10-27T00:30:00Z');
		expect(toMoment(at('2019-10-27', '02:30', true), 'Europe/Paris')).toBe('2019-10-27T01:30:00Z');
		expect(toWall('2019-10-27T01:30:00Z', 'Europe/Paris')).toEqual(at('2019-10-27', '02:30', true));
	});

	test('clocks may move by half an hour', () => {
		expect(toMoment(at('2019-04-07', '01:45', true), 'Australia/Lord_Howe')).toBe('2019-04-06T15:15:00Z');
		expect(toMoment(at('2019-04-07', '01:45'), 'Australia/Lord_Howe')).toBe('2019-04-06T14:45:00Z');
	});

	test('every quarter of an hour round a change of the clocks comes back as it was', () => {
		for (const zone of ['Europe/Paris', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia']) {
			for (let minute = 0; minute < 4 * 24 * 60; minute += 15) {
				const moment = new Date(Date.UTC(2011, 9, 28) + minute * 60_000).toISOString().replace('.000Z', 'Z');
				expect(toMoment(toWall(moment, zone), zone)).toBe(moment);
			}
		}
	});

	test('what is no time is no moment', () => {
		expect([toMoment(at('2019-10-28', ''), 'Asia/Seoul'), toMoment(at('', '09:00'), 'Asia/Seoul')]).toEqual([
			null,
			null
		]);
	});
});

test('days are counted over the end of a month, and bounded', () => {
	expect(addDays('2019-10-31', 1)).toBe('2019-11-01');
	expect(daysBetween('2019-10-30', '2019-11-01', 60)).toEqual(['2019-10-30', '2019-10-31', '2019-11-01']);
	expect([daysBetween('2019-11-01', '2019-10-30', 60), daysBetween('2019-01-01', '2029-01-01', 60)]).toEqual([
		[],
		[]
	]);
	expect(daysBetween('', '2019-10-30', 60)).toEqual([]);
});

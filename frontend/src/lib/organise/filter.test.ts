import { expect, test } from 'vitest';
import { byDay, fitting, type Filter } from './filter';
import type { Session, Surroundings } from './types';

const around = {
	edition: { timezone: 'Asia/Seoul', days: ['2019-10-28', '2019-10-29'] },
	venues: [{ id: 'v', name: { en: 'HEYGROUND', ko: '헤이그라운드' } }],
	topics: [],
	people: [{ id: 'p', badge_name: 'Béatrice Alain', organisation: 'Chantier' }]
} as unknown as Surroundings;

function session(key: string, more: Partial<Session> = {}): Session {
	return {
		id: key,
		key,
		kind: 'plenary',
		status: 'confirmed',
		title: { en: key },
		starts_at: '2019-10-28T00:00:00Z',
		venue_id: null,
		people: [],
		options: [],
		...more
	} as unknown as Session;
}

const sessions = [
	session('opening', { people: [{ person_id: 'p', role: 'host', state: 'invited', contribution: {} }] }),
	session('visit', {
		kind: 'field_visit',
		title: { en: 'Visit', ko: '현장 방문' },
		venue_id: 'v',
		status: 'tentative'
	}),
	session('late', { starts_at: '2019-10-28T15:30:00Z' }),
	session('stray', { starts_at: '2019-11-05T00:00:00Z' })
];

function found(filter: Partial<Filter>): string[] {
	return fitting(sessions, { search: '', day: '', kind: '', status: '', ...filter }, around).map(
		({ key }) => key
	);
}

test('sessions are found by title in any language, by person and by place, whatever the accents', () => {
	expect([
		found({ search: '방문' }),
		found({ search: 'beatrice ALAIN' }),
		found({ search: 'heyground' })
	]).toEqual([['visit'], ['opening'], ['visit']]);
	expect(found({ search: 'beatrice heyground' })).toEqual([]);
});

test('days are those of the edition’s zone', () => {
	expect(found({ day: '2019-10-29' })).toEqual(['late']);
	expect(found({ kind: 'field_visit', status: 'tentative' })).toEqual(['visit']);
});

test('a day without sessions and a session outside the days are both shown', () => {
	const days = byDay([sessions[0]!, sessions[3]!], around);
	expect(days.map(({ day, known, sessions: list }) => [day, known, list.map(({ key }) => key)])).toEqual([
		['2019-10-28', true, ['opening']],
		['2019-10-29', true, []],
		['2019-11-05', false, ['stray']]
	]);
});

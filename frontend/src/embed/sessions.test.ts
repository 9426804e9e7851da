import { describe, expect, it } from 'vitest';
import { parsed } from './fixture';
import { fits, nowAndNext, readSessions, searchable, type Choice } from './sessions';

const keys = (sessions: { data: DOMStringMap }[]) => sessions.map(({ data }) => data.key);
const choose = (...chosen: string[]): Choice => ({ chosen: new Set(chosen), query: '', starred: false });
const through = (choice: Choice, stars: string[] = []) =>
	keys(readSessions(parsed()).filter((session) => fits(session, choice, stars)));

describe('readSessions', () => {
	it('reads what filters choose from', () => {
		expect(readSessions(parsed()).map(({ values }) => values)).toEqual([
			['day:2019-10-28', 'kind:roundtable', 'topic:finance', 'site:institute'],
			['day:2019-10-28', 'kind:meal'],
			['day:2019-10-28', 'kind:thematic', 'topic:employment', 'topic:finance'],
			['day:2019-10-29', 'kind:field_visit', 'site:makers', 'site:market'],
			['day:2019-10-29', 'kind:social', 'site:market']
		]);
	});
});

describe('fits', () => {
	it('takes any value of a facet and every facet', () => {
		expect(through(choose('topic:finance', 'topic:employment'))).toEqual(['session-1', 'session-3']);
		expect(through(choose('topic:finance', 'kind:thematic'))).toEqual(['session-3']);
		expect(through(choose('day:2019-10-29', 'topic:finance'))).toEqual([]);
	});

	it('searches every word, without case and marks', () => {
		expect(through({ ...choose(), query: ' ROUNDTABLE  exämple' })).toEqual(['session-1']);
		expect(through({ ...choose(), query: 'roundtable lunch' })).toEqual([]);
	});

	it('shows the starred only', () => {
		expect(through({ ...choose(), starred: true }, ['session-2', 'gone'])).toEqual(['session-2']);
	});
});

describe('searchable', () => {
	it('keeps syllables of Hangul whole', () => {
		expect(searchable('Évaluation 서울')).toBe('evaluation 서울');
		expect(searchable('서울').includes('서우')).toBe(false);
	});
});

describe('nowAndNext', () => {
	const at = (moment: string) => {
		const { now, next } = nowAndNext(readSessions(parsed()), Date.parse(moment));
		return [keys(now), keys(next)];
	};

	it('knows what runs and what comes, cancelled sessions left out', () => {
		expect(at('2019-10-27T00:00:00Z')).toEqual([[], ['session-1']]);
		expect(at('2019-10-28T00:00:00Z')).toEqual([['session-1'], ['session-2']]);
		expect(at('2019-10-28T01:00:00Z')).toEqual([[], ['session-2']]);
		expect(at('2019-10-28T05:00:00Z')).toEqual([[], ['session-4']]);
		expect(at('2019-10-29T12:00:00Z')).toEqual([[], []]);
	});
});

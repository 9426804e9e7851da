import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pickEntries } from './ics';

const FEED = readFileSync(resolve(import.meta.dirname, '../../../tests/feeds/golden/agenda.ics'), 'utf-8');
const uids = (calendar: string) => [...calendar.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid);

describe('pickEntries', () => {
	it('keeps the entries asked for and everything around them', () => {
		const picked = pickEntries(FEED, 'courtyard-2019', ['session-2', 'session-5', 'session']);

		expect(uids(picked)).toEqual(['session-2.courtyard-2019@madang', 'session-5.courtyard-2019@madang']);
		expect(picked.startsWith(FEED.slice(0, FEED.indexOf('BEGIN:VEVENT')))).toBe(true);
		expect(picked.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
	});

	it('gives the whole calendar back when all are asked for', () => {
		expect(
			pickEntries(
				FEED,
				'courtyard-2019',
				['1', '2', '3', '4', '5'].map((n) => `session-${n}`)
			)
		).toBe(FEED);
	});

	it('reads a UID that is folded over two lines', () => {
		const folded = FEED.replace(
			'UID:session-2.courtyard-2019@madang',
			'UID:session-2.court\r\n yard-2019@madang'
		);

		expect(pickEntries(folded, 'courtyard-2019', ['session-2'])).toContain('UID:session-2.court\r\n yard');
	});
});

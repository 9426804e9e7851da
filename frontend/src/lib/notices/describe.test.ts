import { describe, expect, test } from 'vitest';
import { pressing, sayRole, sayWhat, sidesOf, titleOf, writePoint } from './describe';
import { sayIn } from './i18n';
import { filtersOf, type Item, type OwnNotice } from './types';

const en = await sayIn('en');
const ZONE = 'Asia/Seoul';
const seoul = { en: 'Harbour hall' };
const point = {
	start: '2031-05-06T13:30:00+09:00',
	end: '2031-05-06T18:00:00+09:00',
	place: seoul,
	room: {}
};
const item: Item = {
	what: 'moved',
	session: { en: 'Field visit' },
	option: {},
	old_option: {},
	stop: {},
	old: point,
	new: { ...point, start: '2031-05-06T14:00:00+09:00' }
};
// Versions of CLDR differ in the comma after a weekday.
const written = (at: Item['old'] & object) => writePoint(at, ZONE, 'en').replaceAll(',', '');
const inEnglish = (words: Record<string, string>) => words.en ?? '';

describe('when something is', () => {
	test('is written in the edition’s zone, whatever the offset it came with', () => {
		expect(written({ ...point, start: '2031-05-06T04:30:00Z' })).toBe('Tue 6 May 13:30–18:00');
	});

	test('names the second day only where it is another', () => {
		expect(written({ ...point, end: '2031-05-07T01:00:00+09:00' })).toBe('Tue 6 May 13:30 – Wed 7 May 01:00');
	});

	test('is nothing where it is not known yet', () => {
		expect(written({ ...point, start: null, end: null })).toBe('');
		expect(written({ ...point, end: null })).toBe('Tue 6 May 13:30');
	});
});

describe('the two sides of a change', () => {
	test('are when and where', () => {
		expect(sidesOf(item, en, inEnglish)).toEqual({
			old: { name: '', point: item.old },
			new: { name: '', point: item.new }
		});
	});

	test('name the visits where somebody goes elsewhere', () => {
		const changed: Item = {
			...item,
			what: 'visit_changed',
			option: { en: 'Market' },
			old_option: { en: 'Harbour' }
		};
		const { old, new: now } = sidesOf(changed, en, inEnglish);
		expect([old?.name, now?.name]).toEqual(['Harbour', 'Market']);
	});

	test('name the roles', () => {
		const role: Item = {
			...item,
			what: 'role_changed',
			old: null,
			new: null,
			old_role: 'host',
			role: 'moderator'
		};
		expect(sidesOf(role, en, inEnglish)).toEqual({
			old: { name: 'Host', point: null },
			new: { name: 'Moderator', point: null }
		});
	});

	test('are missing where there is nothing: what is new has no before, what is cancelled no now', () => {
		expect(sidesOf({ ...item, old: null }, en, inEnglish).old).toBeNull();
		expect(sidesOf({ ...item, new: null }, en, inEnglish).new).toBeNull();
	});
});

describe('what is not known here yet', () => {
	test('is a change', () => {
		expect(sayWhat('postponed' as Item['what'], en)).toBe('Changed');
	});

	test('is a role by its own name', () => {
		expect(sayRole('time_keeper', en)).toBe('time keeper');
	});
});

test('a notice is called by its own words when it is urgent, by its release when not', () => {
	const words = { title: { ko: '버스 지연', en: 'The bus is late' }, release_number: 7 };
	expect(titleOf({ ...words, kind: 'urgent' }, en, 'ko')).toBe('버스 지연');
	expect(titleOf({ ...words, kind: 'urgent' }, en, 'fr', 'en')).toBe('The bus is late');
	expect(titleOf({ ...words, kind: 'changes' }, en, 'en')).toBe('Changes up to release 7');
	expect(titleOf({ ...words, release_number: null, kind: 'changes' }, en, 'en')).toBe('Changes');
});

describe('what presses', () => {
	const notice = (given: Partial<OwnNotice>) =>
		({ kind: 'urgent', banner: true, over_at: null, acknowledged_at: null, ...given }) as OwnNotice;
	const now = Date.parse('2031-05-06T10:00:00Z');

	test('is urgent until it is over or acknowledged', () => {
		const open = notice({ over_at: '2031-05-06T10:00:01Z' });
		const all = [
			notice({ over_at: '2031-05-06T10:00:00Z' }),
			open,
			notice({ acknowledged_at: '2031-05-06T09:00:00Z' }),
			notice({ banner: false })
		];
		expect(pressing(all, now)).toEqual({ urgent: [open], others: [] });
	});

	test('is a change until it is acknowledged', () => {
		const open = notice({ kind: 'changes', banner: false });
		const known = notice({ kind: 'changes', banner: false, acknowledged_at: '2031-05-06T09:00:00Z' });
		expect(pressing([known, open], now)).toEqual({ urgent: [], others: [open] });
	});
});

test('people are told apart by what has become of an announcement', () => {
	const counts = { people: 3, withheld: 0, sent: 3, acknowledged: 1, bounced: 0 };
	expect(filtersOf({ stage: 'waiting', counts })).toEqual(['all']);
	expect(filtersOf({ stage: 'held', counts: { ...counts, withheld: 1 } })).toEqual(['all', 'withheld']);
	expect(filtersOf({ stage: 'sent', counts: { ...counts, bounced: 1 } })).toEqual([
		'all',
		'unacknowledged',
		'acknowledged',
		'bounced'
	]);
});

import { expect, test } from 'vitest';
import { writeEvent } from './calendar';
import type { SessionDetail, Venue } from './types';

const session: SessionDetail = {
	id: '0',
	key: 'opening',
	kind: 'orientation',
	title: 'Welcome; hello, 마당',
	start: '2019-10-28T09:00:00+09:00',
	end: '2019-10-28T10:00:00+09:00',
	date: '2019-10-28',
	status: 'tentative',
	topics: [],
	people: [],
	venue: { id: 'v', key: 'institute', name: 'Institute' },
	room: null,
	capacity: null,
	languages: [],
	interpretation: [],
	options: [],
	sequence: 3,
	updated_at: '2019-10-20T09:00:00.123+09:00',
	url: 'https://a.test/e/x/s/opening',
	abstract: 'One line\nand a second that is long enough to be folded: 서울특별시 인재개발원에서 만납니다',
	materials: []
};

test('a session is an event with the UID of the feed', () => {
	const event = writeEvent('x', session, { name: 'Institute', address: '1, Road' } as Venue);
	const unfolded = event.replaceAll('\r\n ', '');

	expect(unfolded.split('\r\n')).toEqual([
		'BEGIN:VCALENDAR',
		'PRODID:-//Madang//Agenda//EN',
		'VERSION:2.0',
		'BEGIN:VEVENT',
		'UID:opening.x@madang',
		'DTSTAMP:20191020T000000Z',
		'LAST-MODIFIED:20191020T000000Z',
		'SEQUENCE:3',
		'DTSTART:20191028T000000Z',
		'DTEND:20191028T010000Z',
		'SUMMARY:Welcome\\; hello\\, 마당',
		'STATUS:TENTATIVE',
		'LOCATION:Institute\\, 1\\, Road',
		'DESCRIPTION:One line\\nand a second that is long enough to be folded: 서울특별시 인재개발원에서 만납니다\\n\\nhttps://a.test/e/x/s/opening',
		'URL:https://a.test/e/x/s/opening',
		'END:VEVENT',
		'END:VCALENDAR',
		''
	]);
});

test('no line is longer than 75 octets', () => {
	const lines = writeEvent('x', session, undefined).split('\r\n');

	expect(lines.filter((line) => new TextEncoder().encode(line).length > 75)).toEqual([]);
});

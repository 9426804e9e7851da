import type { SessionDetail, Venue } from './types';

/**
 * Write one session as iCalendar (RFC 5545), with the UID that the edition's feed gives it: a calendar that has
 * both keeps one entry. Times are in UTC; each calendar shows them in its own zone.
 */
export function writeEvent(edition: string, session: SessionDetail, venue: Venue | undefined): string {
	const status = {
		tentative: 'TENTATIVE',
		confirmed: 'CONFIRMED',
		changed: 'CONFIRMED',
		cancelled: 'CANCELLED'
	};
	const place = [session.room?.name, venue?.name, venue?.address].filter(Boolean).join(', ');
	const lines = [
		'BEGIN:VCALENDAR',
		'PRODID:-//Madang//Agenda//EN',
		'VERSION:2.0',
		'BEGIN:VEVENT',
		`UID:${session.key}.${edition}@madang`,
		`DTSTAMP:${utc(session.updated_at)}`,
		`LAST-MODIFIED:${utc(session.updated_at)}`,
		`SEQUENCE:${session.sequence}`,
		`DTSTART:${utc(session.start)}`,
		`DTEND:${utc(session.end)}`,
		`SUMMARY:${escapeText(session.title)}`,
		`STATUS:${status[session.status]}`,
		...(place ? [`LOCATION:${escapeText(place)}`] : []),
		`DESCRIPTION:${escapeText([session.abstract, session.url].filter(Boolean).join('\n\n'))}`,
		`URL:${session.url}`,
		'END:VEVENT',
		'END:VCALENDAR'
	];
	return lines.map((line) => fold(line) + '\r\n').join('');
}

function utc(moment: string): string {
	return new Date(moment).toISOString().replace(/\.\d+|[-:]/g, '');
}

function escapeText(text: string): string {
	return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
}

/** Break a line so that none is longer than 75 octets, never inside a character (RFC 5545 §3.1). */
function fold(line: string): string {
	const encoder = new TextEncoder();
	let folded = '';
	let octets = 0;
	for (const character of line) {
		const length = encoder.encode(character).length;
		if (octets + length > 75) {
			folded += '\r\n ';
			octets = 1;
		}
		folded += character;
		octets += length;
	}
	return folded;
}

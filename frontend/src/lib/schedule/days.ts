/** A schedule by its days, and what is on now. Pure; moments are milliseconds. */
import { nowAndNext } from '$lib/programme/now';
import type { OwnSession, Schedule } from './types';

export interface Day {
	date: string;
	sessions: OwnSession[];
}

/** Return the edition's days, and any other with a session, ascending. */
export function daysOf({ edition, sessions }: Pick<Schedule, 'edition' | 'sessions'>): Day[] {
	const dates = [...new Set([...edition.days, ...sessions.map((session) => session.day)])].sort();
	return dates.map((date) => ({ date, sessions: sessions.filter((session) => session.day === date) }));
}

/** Put today first, then what is ahead; days that are over are apart. */
export function arrange(days: readonly Day[], today: string): { ahead: Day[]; over: Day[] } {
	return {
		ahead: days.filter(({ date }) => date >= today),
		over: days.filter(({ date }) => date < today)
	};
}

/** Return what is on for somebody, and what is next: a visit begins when people meet. */
export function ownNowAndNext(
	sessions: readonly OwnSession[],
	now: number
): { now: OwnSession[]; next: OwnSession[] } {
	const slots = sessions.map((own) => ({
		own,
		start: own.begins_at,
		end: own.end,
		status: own.called_off ? 'cancelled' : own.status
	}));
	const found = nowAndNext(slots, now);
	return { now: found.now.map(({ own }) => own), next: found.next.map(({ own }) => own) };
}

/** Return before which session of today the line of now stands; the length of the list: after all. */
export function nowLine(sessions: readonly OwnSession[], now: number): number {
	const later = sessions.findIndex((session) => Date.parse(session.begins_at) > now);
	return later < 0 ? sessions.length : later;
}

/** What of a schedule is not as it was when somebody last looked: ids of what is there, titles of all of it. */
export interface News {
	ids: string[];
	titles: string[];
}

/** Compare two readings of one schedule in one language. */
export function compare(before: Schedule, after: Schedule): News {
	if (before.lang !== after.lang) return { ids: [], titles: [] };
	const places = (schedule: Schedule) => new Map(schedule.places.map((place) => [place.id, place]));
	const [old, current] = [places(before), places(after)];
	const whole = (session: OwnSession | undefined, known: typeof old) =>
		session && JSON.stringify([session, session.place && known.get(session.place)]);
	const earlier = new Map(before.sessions.map((session) => [session.id, session]));
	const changed = after.sessions.filter(
		(session) => whole(session, current) !== whole(earlier.get(session.id), old)
	);
	const left = new Set(after.sessions.map(({ id }) => id));
	const gone = before.sessions.filter(({ id }) => !left.has(id));
	return { ids: changed.map(({ id }) => id), titles: [...changed, ...gone].map(({ title }) => title) };
}

/** Put together what has changed earlier and since. */
export function addNews(before: News, since: News): News {
	return {
		ids: [...new Set([...before.ids, ...since.ids])],
		titles: [...new Set([...before.titles, ...since.titles])]
	};
}

/** Return the address that dials a number as people write it. */
export function dial(phone: string): string {
	return `tel:${phone.replace(/[^+0-9]/g, '')}`;
}

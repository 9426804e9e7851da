/** What is on, what comes next, and where an edition stands in time. Pure; moments are milliseconds. */
export interface Slot {
	start: string;
	end: string;
	status: string;
}

export type Standing = 'before' | 'during' | 'between' | 'after';

/** Return the sessions that are on at `now`, and those that start next (all that start together). */
export function nowAndNext<S extends Slot>(sessions: readonly S[], now: number): { now: S[]; next: S[] } {
	const held = sessions.filter((session) => session.status !== 'cancelled');
	const on = held.filter((session) => Date.parse(session.start) <= now && now < Date.parse(session.end));
	const later = held.filter((session) => Date.parse(session.start) > now);
	const soonest = Math.min(...later.map((session) => Date.parse(session.start)));
	return { now: on, next: later.filter((session) => Date.parse(session.start) === soonest) };
}

/** Say where `now` lies: before the first session, in one, between two, or after the last. */
export function standing(sessions: readonly Slot[], now: number): Standing {
	if (sessions.length === 0) return 'before';
	if (now < Math.min(...sessions.map((session) => Date.parse(session.start)))) return 'before';
	if (now >= Math.max(...sessions.map((session) => Date.parse(session.end)))) return 'after';
	return nowAndNext(sessions, now).now.length ? 'during' : 'between';
}

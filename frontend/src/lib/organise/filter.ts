import { dayOf } from '$lib/programme/dates';
import type { Session, Surroundings } from './types';
import { searchKey } from './words';

/** What an organiser looks for in the table; empty means everything. */
export interface Filter {
	search: string;
	day: string;
	kind: string;
	status: string;
}

export function isActive(filter: Filter): boolean {
	return Object.values(filter).some((value) => value.trim() !== '');
}

/** Return the sessions that fit: every word stands in a title, in any language, a name or a place. */
export function fitting(sessions: readonly Session[], filter: Filter, around: Surroundings): Session[] {
	const wanted = searchKey(filter.search).split(/\s+/).filter(Boolean);
	const venues = new Map(around.venues.map((venue) => [venue.id, venue]));
	const people = new Map(around.people.map((person) => [person.id, person]));

	function textOf(session: Session): string {
		const places = [
			session.venue_id,
			...session.options.flatMap((option) => option.stops.map((s) => s.venue_id))
		];
		const names = session.people.map((item) => people.get(item.person_id));
		return searchKey(
			[
				session.key,
				...Object.values(session.title),
				...places.flatMap((id) => Object.values((id && venues.get(id)?.name) || {})),
				...names.flatMap((person) => [person?.badge_name ?? '', person?.organisation ?? ''])
			].join(' ')
		);
	}

	return sessions.filter((session) => {
		if (filter.kind && session.kind !== filter.kind) return false;
		if (filter.status && session.status !== filter.status) return false;
		if (filter.day && dayOf(session.starts_at, around.edition.timezone) !== filter.day) return false;
		if (!wanted.length) return true;
		const text = ` ${textOf(session)}`;
		return wanted.every((word) => text.includes(word));
	});
}

export interface Day {
	day: string;
	/** Whether the edition names it among its days. */
	known: boolean;
	sessions: Session[];
}

/** Group sessions by day in the edition's zone: its own days first filled in, others where sessions stand on them. */
export function byDay(sessions: readonly Session[], around: Surroundings): Day[] {
	const { days, timezone } = around.edition;
	const groups = new Map<string, Session[]>(days.map((day) => [day, []]));
	for (const session of sessions) {
		const day = dayOf(session.starts_at, timezone);
		const group = groups.get(day);
		if (group) group.push(session);
		else groups.set(day, [session]);
	}
	return [...groups]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([day, found]) => ({ day, known: days.includes(day), sessions: found }));
}

import type { Language } from '$lib/i18n/languages';
import { writeList } from './dates';
import type { Session } from './types';

/** Say where a session is: room and venue, or the stops of its itinerary when everybody takes the same. */
export function placeOf(session: Session, language: Language): string {
	const own = [session.room?.name, session.venue?.name].filter((name) => name !== undefined);
	if (own.length) return own.join(', ');
	const [only, ...others] = session.options;
	if (!only || others.length) return '';
	return writeList(
		only.stops.map((stop) => stop.title ?? stop.venue.name),
		language
	);
}

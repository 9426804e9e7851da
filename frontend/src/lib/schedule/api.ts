import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import { Problem } from '$lib/api/problem';
import { i18n } from '$lib/i18n';
import type { CalendarLink, Helpline, HelplineBody, Schedule } from './types';

const inEdition = (edition: string) => ({ params: { path: { edition } } });

/** Read one's own schedule in the language of the page; null for whoever is not registered. */
export async function readSchedule(edition: string): Promise<Schedule | null> {
	const params = { path: { edition }, query: { lang: i18n.language } };
	try {
		return await body(api.GET('/api/v1/me/registrations/{edition}/schedule', { params }));
	} catch (cause) {
		if (cause instanceof Problem && cause.status === 404) return null;
		throw cause;
	}
}

const CALENDAR = '/api/v1/me/registrations/{edition}/calendar-link';

export const readCalendarLink = (edition: string): Promise<CalendarLink> =>
	body(api.GET(CALENDAR, inEdition(edition)));

/** Make a link, or a new one. A press that was carried out although its answer got lost gives the link as it is. */
export async function makeCalendarLink(edition: string, headers: HeadersInit): Promise<CalendarLink> {
	try {
		return await body(api.POST(CALENDAR, { ...inEdition(edition), headers }));
	} catch (cause) {
		if (cause instanceof Problem && cause.code === 'already_created') return readCalendarLink(edition);
		throw cause;
	}
}

export async function removeCalendarLink(edition: string): Promise<void> {
	await api.DELETE(CALENDAR, inEdition(edition));
}

const HELPLINE = '/api/v1/editions/{edition}/helpline';

export const readHelpline = (edition: string): Promise<Helpline> =>
	body(api.GET(HELPLINE, inEdition(edition)));

/** Set whom to call, on the version that was read. Throws a `Problem` with the current state when it is stale. */
export const saveHelpline = (edition: string, fields: HelplineBody, version: number): Promise<Helpline> =>
	body(api.PUT(HELPLINE, { ...inEdition(edition), body: fields, headers: ifMatch(version) }));

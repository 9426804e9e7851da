import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import { cursorOf, listDelegations } from '$lib/delegations/api';
import { listSessions } from '$lib/organise/api';
import type {
	Announcement,
	AnnouncementDetail,
	CallList,
	City,
	Filter,
	OwnNotice,
	Page,
	Session,
	Told,
	UrgentBody,
	UrgentPreview
} from './types';

const ALL = '/api/v1/editions/{edition}/announcements';
const ONE = `${ALL}/{announcement_id}` as const;
const MINE = '/api/v1/me/registrations/{edition}/notices';

export const listAnnouncements = (edition: string, next: string | null = null): Promise<Page<Announcement>> =>
	body(api.GET(ALL, { params: { path: { edition }, query: { cursor: cursorOf(next), limit: 20 } } }));

/** Return the newest announcements, and with all that it tells the one that has not gone out yet, if there is one. */
export async function listWithNext(
	edition: string
): Promise<{ page: Page<Announcement>; next: AnnouncementDetail | null }> {
	const page = await listAnnouncements(edition);
	const next = page.items.find(({ stage }) => stage === 'waiting' || stage === 'held');
	return { page, next: next ? await ofAnnouncement(edition, next.id).read() : null };
}

/** What can be read of one announcement, and done about it. */
export function ofAnnouncement(edition: string, announcement_id: string) {
	const path = { edition, announcement_id };
	const on = ({ version }: { version: number }) => ({ params: { path }, headers: ifMatch(version) });
	return {
		read: (): Promise<AnnouncementDetail> => body(api.GET(ONE, { params: { path } })),
		people: (filter: Filter, next: string | null = null): Promise<Page<Told>> =>
			body(
				api.GET(`${ONE}/notices`, {
					params: { path, query: { ...QUERIES[filter], cursor: cursorOf(next), limit: 50 } }
				})
			),
		hold: (announcement: Announcement) => body(api.POST(`${ONE}/hold`, on(announcement))),
		/** Send it now. */
		release: (announcement: Announcement) => body(api.POST(`${ONE}/release`, on(announcement))),
		discard: (announcement: Announcement) => body(api.POST(`${ONE}/discard`, on(announcement))),
		withhold: (told: Told, withheld: boolean) =>
			body(
				api.PATCH(`${ONE}/notices/{notice_id}`, {
					params: { path: { ...path, notice_id: told.id } },
					headers: ifMatch(told.version),
					body: { withheld }
				})
			),
		chatText: async (lang: string): Promise<string> =>
			(await body(api.GET(`${ONE}/chat-text`, { params: { path, query: { lang } } }))).text,
		/** Whom to call. It is kept in the log that this was read. */
		callList: (): Promise<CallList> => body(api.GET(`${ONE}/call-list`, { params: { path } }))
	};
}

export type AnnouncementApi = ReturnType<typeof ofAnnouncement>;

const QUERIES: Record<Filter, { acknowledged?: boolean; bounced?: boolean; withheld?: boolean }> = {
	all: {},
	acknowledged: { acknowledged: true },
	unacknowledged: { acknowledged: false, withheld: false },
	bounced: { bounced: true },
	withheld: { withheld: true }
};

export const previewUrgent = (edition: string, urgent: UrgentBody): Promise<UrgentPreview> =>
	body(api.POST(`${ALL}/preview`, { params: { path: { edition } }, body: urgent }));

export const sendUrgent = (
	edition: string,
	urgent: UrgentBody,
	headers: ReturnType<typeof retryKey>
): Promise<Announcement> => body(api.POST(ALL, { params: { path: { edition } }, headers, body: urgent }));

/** Return whom something urgent may concern, as far as one may read it. */
export async function listAudiences(
	edition: string,
	scopes: readonly string[]
): Promise<{ sessions: Session[]; cities: City[] }> {
	const [sessions, cities] = await Promise.all([
		scopes.includes('programme:read') ? listSessions(edition) : [],
		scopes.includes('delegations:read') ? listCities(edition) : []
	]);
	return { sessions, cities };
}

async function listCities(edition: string): Promise<City[]> {
	const cities: City[] = [];
	let cursor: string | undefined;
	do {
		const found = await listDelegations(edition, { cursor });
		cities.push(...found.items);
		cursor = cursorOf(found.next);
	} while (cursor);
	return cities;
}

export const readOwn = (edition: string, next: string | null = null): Promise<Page<OwnNotice>> =>
	body(api.GET(MINE, { params: { path: { edition }, query: { cursor: cursorOf(next) } } }));

export const acknowledge = (edition: string, notice_id: string): Promise<OwnNotice> =>
	body(api.POST(`${MINE}/{notice_id}/acknowledge`, { params: { path: { edition, notice_id } } }));

export const readLinked = (token: string): Promise<OwnNotice> =>
	body(api.POST('/api/v1/notices/page', { body: { token } }));

export const acknowledgeLinked = (token: string): Promise<OwnNotice> =>
	body(api.POST('/api/v1/notices/acknowledge', { body: { token } }));

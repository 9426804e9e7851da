import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type {
	Changes,
	Edition,
	EditionBody,
	Person,
	Preview,
	Release,
	ReleaseDetail,
	Session,
	SessionBody,
	Surroundings,
	Topic,
	Venue
} from './types';

type Page<T> = { items: T[]; next: string | null };
type PageQuery = { limit: number; cursor?: string };

/** Read a list to its end. */
async function whole<T>(page: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	let cursor: string | undefined;
	do {
		const found = await page({ limit: 200, cursor });
		items.push(...found.items);
		cursor = found.next
			? (new URL(found.next, location.origin).searchParams.get('cursor') ?? undefined)
			: undefined;
	} while (cursor);
	return items;
}

export const listEditions = (): Promise<Edition[]> =>
	whole((query) => body(api.GET('/api/v1/editions', { params: { query } })));

export const createEdition = (edition: EditionBody, headers: HeadersInit): Promise<Edition> =>
	body(api.POST('/api/v1/editions', { body: edition, headers }));

/** Read an edition and everything that its sessions refer to. */
export async function readSurroundings(slug: string): Promise<Surroundings> {
	const path = { edition: slug };
	const [edition, venues, topics, people] = await Promise.all([
		body(api.GET('/api/v1/editions/{edition}', { params: { path } })),
		whole<Venue>((query) =>
			body(api.GET('/api/v1/editions/{edition}/programme/venues', { params: { path, query } }))
		),
		whole<Topic>((query) =>
			body(api.GET('/api/v1/editions/{edition}/programme/topics', { params: { path, query } }))
		),
		whole<Person>((query) => body(api.GET('/api/v1/people', { params: { query } })))
	]);
	return { edition, venues, topics, people };
}

export const listSessions = (slug: string): Promise<Session[]> =>
	whole((query) =>
		body(
			api.GET('/api/v1/editions/{edition}/programme/sessions', { params: { path: { edition: slug }, query } })
		)
	);

const sessionPath = (slug: string, id: string) => ({ params: { path: { edition: slug, session_id: id } } });

export const readSession = (slug: string, id: string): Promise<Session> =>
	body(api.GET('/api/v1/editions/{edition}/programme/sessions/{session_id}', sessionPath(slug, id)));

export const createSession = (slug: string, session: SessionBody, headers: HeadersInit): Promise<Session> =>
	body(
		api.POST('/api/v1/editions/{edition}/programme/sessions', {
			params: { path: { edition: slug } },
			body: session,
			headers
		})
	);

/** Change a session on the version that was read. Throws a `Problem` with the current state when it is stale. */
export const updateSession = (
	slug: string,
	{ id, version }: Pick<Session, 'id' | 'version'>,
	changes: Partial<SessionBody>
): Promise<Session> =>
	body(
		api.PATCH('/api/v1/editions/{edition}/programme/sessions/{session_id}', {
			...sessionPath(slug, id),
			body: changes,
			headers: ifMatch(version)
		})
	);

export async function deleteSession(slug: string, { id, version }: Session): Promise<void> {
	await api.DELETE('/api/v1/editions/{edition}/programme/sessions/{session_id}', {
		...sessionPath(slug, id),
		headers: ifMatch(version)
	});
}

/** Find people by the beginnings of words of their names. */
export async function findPeople(name: string): Promise<Person[]> {
	return (await body(api.GET('/api/v1/people', { params: { query: { name, limit: 8 } } }))).items;
}

export const readPerson = (id: string): Promise<Person> =>
	body(api.GET('/api/v1/people/{person_id}', { params: { path: { person_id: id } } }));

export const createPerson = (
	person: { badge_name: string; organisation: string | null; position: string | null },
	headers: HeadersInit
): Promise<Person> => body(api.POST('/api/v1/people', { body: person, headers }));

const inEdition = (slug: string) => ({ params: { path: { edition: slug } } });
const numbered = (slug: string, number: number) => ({ params: { path: { edition: slug, number } } });

export const listReleases = (slug: string): Promise<Release[]> =>
	whole((query) =>
		body(api.GET('/api/v1/editions/{edition}/releases', { params: { path: { edition: slug }, query } }))
	);

export const previewRelease = (slug: string): Promise<Preview> =>
	body(api.GET('/api/v1/editions/{edition}/releases/preview', inEdition(slug)));

export const publishRelease = (
	slug: string,
	given: { comment: string | null; accept_warnings: boolean },
	headers: HeadersInit
): Promise<ReleaseDetail> =>
	body(api.POST('/api/v1/editions/{edition}/releases', { ...inEdition(slug), body: given, headers }));

export const readRelease = (slug: string, number: number): Promise<ReleaseDetail> =>
	body(api.GET('/api/v1/editions/{edition}/releases/{number}', numbered(slug, number)));

export const compareReleases = (slug: string, number: number, since: number): Promise<Changes> =>
	body(
		api.GET('/api/v1/editions/{edition}/releases/{number}/changes', {
			params: { path: { edition: slug, number }, query: { since } }
		})
	);

export const withdrawRelease = (slug: string, number: number, headers: HeadersInit): Promise<ReleaseDetail> =>
	body(
		api.POST('/api/v1/editions/{edition}/releases/{number}/withdraw', { ...numbered(slug, number), headers })
	);

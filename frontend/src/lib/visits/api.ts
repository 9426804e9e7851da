import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type {
	Override,
	OwnVisit,
	Plan,
	Question,
	Round,
	RoundBody,
	RoundSummary,
	Stage,
	Traveller,
	VisitList
} from './types';

export interface PeopleFilter {
	/** An option's id, `waitlist` or `none`. */
	option?: string;
	delegation_id?: string;
	q?: string;
}

const VISITS = '/api/v1/editions/{edition}/visits';
const ROUND = `${VISITS}/{session_id}` as const;
const OWN = '/api/v1/me/registrations/{edition}/visits';

const cursorOf = (next: string | null): string | undefined =>
	next ? (new URL(next, location.origin).searchParams.get('cursor') ?? undefined) : undefined;

export const listRounds = async (edition: string): Promise<RoundSummary[]> =>
	(await body(api.GET(VISITS, { params: { path: { edition } } }))).items;

/** What can be done with the planning of one session. */
export function ofRound(edition: string, session_id: string) {
	const path = { edition, session_id };
	return {
		read: (): Promise<Round> => body(api.GET(ROUND, { params: { path } })),
		save: (version: number, settings: RoundBody): Promise<Round> =>
			body(api.PUT(ROUND, { params: { path }, headers: ifMatch(version), body: settings })),
		move: (version: number, stage: Exclude<Stage, 'assigned'>): Promise<Round> =>
			body(api.POST(`${ROUND}/stage`, { params: { path }, headers: ifMatch(version), body: { stage } })),
		people: async (
			filter: PeopleFilter,
			cursor?: string,
			limit = 50
		): Promise<{ items: Traveller[]; cursor: string | undefined }> => {
			const query = { ...filter, q: filter.q || undefined, cursor, limit };
			const { items, next } = await body(api.GET(`${ROUND}/people`, { params: { path, query } }));
			return { items, cursor: cursorOf(next) };
		},
		/** What hosts were asked, the newest first. */
		questions: async (cursor?: string): Promise<{ items: Question[]; cursor: string | undefined }> => {
			const query = { cursor, limit: 20 };
			const { items, next } = await body(api.GET(`${ROUND}/questions`, { params: { path, query } }));
			return { items, cursor: cursorOf(next) };
		},
		/** Work an assignment out, with other places than are saved where `options` says so; nothing is stored. */
		plan: (asked: { keep: boolean; options: Override[] }): Promise<Plan> =>
			body(api.POST(`${ROUND}/plan`, { params: { path }, body: asked })),
		/** Carry out the plan that was looked at. */
		assign: (
			version: number,
			given: { keep: boolean; fingerprint: string },
			headers: { 'Idempotency-Key': string }
		): Promise<Round> =>
			body(
				api.POST(`${ROUND}/assignment`, {
					params: { path },
					headers: { ...headers, ...ifMatch(version) },
					body: given
				})
			),
		place: (
			registration_id: string,
			given: { option_id: string | null; pinned: boolean; over_capacity: boolean }
		): Promise<Traveller> =>
			body(
				api.PUT(`${ROUND}/people/{registration_id}/place`, {
					params: { path: { ...path, registration_id } },
					body: given
				})
			),
		list: (option_id: string): Promise<VisitList> =>
			body(api.GET(`${ROUND}/lists/{option_id}`, { params: { path: { ...path, option_id } } }))
	};
}

export type VisitApi = ReturnType<typeof ofRound>;

export const listOwnVisits = async (edition: string): Promise<OwnVisit[]> =>
	(await body(api.GET(OWN, { params: { path: { edition } } }))).items;

export const saveOrder = (edition: string, visit: OwnVisit, ranks: readonly string[]): Promise<OwnVisit> =>
	body(
		api.PUT(`${OWN}/{session_id}/preference`, {
			params: { path: { edition, session_id: visit.session_id } },
			headers: ifMatch(visit.version),
			body: { ranks: [...ranks] }
		})
	);

export const askHost = (
	edition: string,
	session_id: string,
	question: { option_id: string; text: string },
	headers: HeadersInit
): Promise<Question> =>
	body(
		api.POST(`${OWN}/{session_id}/questions`, {
			params: { path: { edition, session_id } },
			headers,
			body: question
		})
	);

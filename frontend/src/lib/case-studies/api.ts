import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import { saveFile } from '$lib/files/save';
import type {
	Call,
	CallFields,
	Calls,
	Changes,
	Own,
	OwnStudy,
	ReviewFields,
	Selection,
	SelectionFields,
	Status,
	Study
} from './types';

const OWN = '/api/v1/me/registrations/{edition}/case-studies';
const OWN_ONE = `${OWN}/{case_study_id}` as const;
const OFFICE = '/api/v1/editions/{edition}/case-studies';
const ONE = `${OFFICE}/{case_study_id}` as const;
const CALL = `${OFFICE}/calls/{session_id}` as const;

export const readOwn = (edition: string): Promise<Own> =>
	body(api.GET(OWN, { params: { path: { edition } } }));

/** What its authors do with one of theirs. */
export function ofOwn(edition: string) {
	const at = (case_study_id: string) => ({ path: { edition, case_study_id } });
	return {
		begin: (
			given: { session_id: string; language: string; registration_id: string | null },
			headers: HeadersInit
		): Promise<OwnStudy> => body(api.POST(OWN, { params: { path: { edition } }, headers, body: given })),
		change: (study: OwnStudy, changes: Partial<Changes>): Promise<OwnStudy> =>
			body(
				api.PATCH(OWN_ONE, {
					params: at(study.id),
					headers: ifMatch(study.version),
					body: changes as Changes
				})
			),
		move: (study: OwnStudy, to: Status): Promise<OwnStudy> =>
			body(
				api.POST(`${OWN_ONE}/transitions`, {
					params: at(study.id),
					headers: { ...ifMatch(study.version), ...retryKey() },
					body: { to }
				})
			),
		save: async ({ id, slides }: OwnStudy): Promise<void> => {
			const { data } = await api.GET(`${OWN_ONE}/slides`, { params: at(id), parseAs: 'blob' });
			saveFile(data as unknown as Blob, slides?.name ?? '');
		}
	};
}

export const listCalls = (edition: string): Promise<Calls> =>
	body(api.GET(`${OFFICE}/calls`, { params: { path: { edition } } }));

/** What organisers do with the call of one session and what answers it. */
export function ofCall(edition: string, session_id: string) {
	const path = { edition, session_id };
	const once = (version: number) => ({ params: { path }, headers: { ...ifMatch(version), ...retryKey() } });
	return {
		read: (): Promise<Call> => body(api.GET(CALL, { params: { path } })),
		save: (version: number, fields: CallFields): Promise<Call> =>
			body(api.PUT(CALL, { params: { path }, headers: ifMatch(version), body: fields })),
		remove: async (version: number): Promise<void> => {
			await api.DELETE(CALL, { params: { path }, headers: ifMatch(version) });
		},
		selection: (): Promise<Selection> => body(api.GET(`${CALL}/selection`, { params: { path } })),
		arrange: (version: number, order: SelectionFields): Promise<Selection> =>
			body(api.PUT(`${CALL}/selection`, { params: { path }, headers: ifMatch(version), body: order })),
		announce: (version: number): Promise<Selection> => body(api.POST(`${CALL}/announce`, once(version))),
		publish: (version: number, ids: string[]): Promise<Selection> =>
			body(api.PUT(`${CALL}/publication`, { params: { path }, headers: ifMatch(version), body: { ids } })),
		remind: (ids: string[]): Promise<{ reminded: number; already: number }> =>
			body(api.POST(`${CALL}/remind`, { params: { path }, headers: retryKey(), body: { ids } })),
		/** All that was begun for this session, drafts too. */
		list: async () => {
			const items = [];
			let cursor: string | undefined;
			do {
				const query = { session_id, limit: 200, cursor };
				const page = await body(api.GET(OFFICE, { params: { path: { edition }, query } }));
				items.push(...page.items);
				cursor = page.next
					? (new URL(page.next, location.origin).searchParams.get('cursor') ?? undefined)
					: undefined;
			} while (cursor);
			return items;
		}
	};
}

export type CallApi = ReturnType<typeof ofCall>;

/** What organisers do with one case study. */
export function ofStudy(edition: string, case_study_id: string) {
	const path = { edition, case_study_id };
	return {
		read: (): Promise<Study> => body(api.GET(ONE, { params: { path } })),
		move: (version: number, to: Status, comment: string | null): Promise<Study> =>
			body(
				api.POST(`${ONE}/transitions`, {
					params: { path },
					headers: { ...ifMatch(version), ...retryKey() },
					body: { to, comment }
				})
			),
		rate: (version: number, review: ReviewFields): Promise<Study> =>
			body(api.PUT(`${ONE}/review`, { params: { path }, headers: ifMatch(version), body: review })),
		save: async (name: string): Promise<void> => {
			const { data } = await api.GET(`${ONE}/slides`, { params: { path }, parseAs: 'blob' });
			saveFile(data as unknown as Blob, name);
		}
	};
}

export type StudyApi = ReturnType<typeof ofStudy>;

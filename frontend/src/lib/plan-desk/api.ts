import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import { cursorOf } from '$lib/delegations/api';
import type { Fields } from './tree';
import type {
	Call,
	CallBody,
	Compared,
	Contributor,
	Endorsement,
	Outcome,
	OwnerKind,
	Plan,
	PlanEvent,
	PlanStatus,
	PlanSummary,
	Remark,
	Sources,
	Version
} from './types';

export { cursorOf };

type Page<T> = { items: T[]; next: string | null };

export interface PlanFilters {
	q?: string;
	status?: PlanStatus;
	owner_kind?: OwnerKind;
	cursor?: string;
}

/** Where an organiser takes a plan. */
export interface Step {
	to: PlanStatus;
	comment?: string | null;
	endorsed_on?: string | null;
}

export interface Said {
	path: string | null;
	text: string | null;
	suggestion?: unknown[];
	reply_to_id?: string;
}

const PLANS = '/api/v1/editions/{edition}/action-plans';
const PLAN = `${PLANS}/{plan_id}` as const;
const CALL = '/api/v1/editions/{edition}/action-plan-call';
const PAGE = 50;
const MOST = 200;

export const listPlans = (
	edition: string,
	{ q, status, owner_kind, cursor }: PlanFilters = {}
): Promise<Page<PlanSummary>> =>
	body(
		api.GET(PLANS, {
			params: {
				path: { edition },
				query: { limit: PAGE, q: q || undefined, status: status ? [status] : undefined, owner_kind, cursor }
			}
		})
	);

export const readCall = (edition: string): Promise<Call> =>
	body(api.GET(CALL, { params: { path: { edition } } }));

export const saveCall = (edition: string, version: number, given: CallBody): Promise<Call> =>
	body(api.PUT(CALL, { params: { path: { edition } }, headers: ifMatch(version), body: given }));

/** Read a list to its end: what is said of one plan is not much. */
async function whole<T>(page: (query: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
	const items: T[] = [];
	let cursor: string | undefined;
	do {
		const found = await page({ limit: MOST, cursor });
		items.push(...found.items);
		cursor = cursorOf(found.next);
	} while (cursor);
	return items;
}

/** One plan, as organisers have it in hand. */
export function ofPlan(edition: string, plan_id: string) {
	const path = { edition, plan_id };
	const params = { path };
	return {
		read: (): Promise<Plan> => body(api.GET(PLAN, { params })),
		fields: async (): Promise<Fields> => (await body(api.GET(`${PLAN}/fields`, { params }))).fields,
		sources: (): Promise<Sources> => body(api.GET(`${PLAN}/sources`, { params })),
		contributors: async (): Promise<Contributor[]> =>
			(await body(api.GET(`${PLAN}/contributors`, { params }))).items,
		move: ({ version }: Plan, step: Step, headers: HeadersInit): Promise<unknown> =>
			body(
				api.POST(`${PLAN}/transitions`, { params, headers: { ...headers, ...ifMatch(version) }, body: step })
			),
		history: (): Promise<PlanEvent[]> =>
			whole((query) => body(api.GET(`${PLAN}/history`, { params: { path, query } }))),
		versions: (): Promise<Version[]> =>
			whole((query) => body(api.GET(`${PLAN}/versions`, { params: { path, query } }))),
		compare: (from: number, to: number | null): Promise<Compared> =>
			body(api.GET(`${PLAN}/comparison`, { params: { path, query: { from, to: to ?? undefined } } })),
		comments: (): Promise<Remark[]> =>
			whole((query) => body(api.GET(`${PLAN}/comments`, { params: { path, query } }))),
		comment: (said: Said, headers: HeadersInit): Promise<Remark> =>
			body(api.POST(`${PLAN}/comments`, { params, headers, body: said })),
		settle: (comment_id: string, outcome: Outcome): Promise<Remark> =>
			body(
				api.POST(`${PLAN}/comments/{comment_id}/settle`, {
					params: { path: { ...path, comment_id } },
					body: { outcome }
				})
			),
		endorsements: async (): Promise<Endorsement[]> =>
			(await body(api.GET(`${PLAN}/endorsements`, { params }))).items
	};
}

export type PlanApi = ReturnType<typeof ofPlan>;

const OWN = '/api/v1/me/action-plans/{plan_id}';

/** One plan, as whoever writes it reads it. */
export function ofOwnPlan(plan_id: string) {
	const params = { path: { plan_id } };
	return {
		read: (): Promise<Plan> => body(api.GET(OWN, { params })),
		fields: async (): Promise<Fields> => (await body(api.GET(`${OWN}/fields`, { params }))).fields,
		sources: (): Promise<Sources> => body(api.GET(`${OWN}/sources`, { params }))
	};
}

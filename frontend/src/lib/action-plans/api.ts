import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import { Problem } from '$lib/api/problem';
import type { components } from '$lib/api/schema';
import type { Patch } from './draft';
import type {
	Beginning,
	Compared,
	Contributor,
	Endorsement,
	EndorsementGiven,
	FieldsRead,
	Mergeable,
	Moved,
	Outcome,
	OwnPlans,
	Plan,
	PlanComment,
	PlanEvent,
	PlanVersion,
	Sources,
	Successor
} from './types';

type Schemas = components['schemas'];

const of = (plan_id: string) => ({ params: { path: { plan_id } } });

export const listOwn = (edition: string): Promise<OwnPlans> =>
	body(api.GET('/api/v1/me/action-plans', { params: { query: { edition } } }));

/** Begin a plan; whoever was faster in the same city has begun it for both. */
export async function startPlan(what: Beginning, language: string, headers: HeadersInit): Promise<string> {
	const { owner_kind, delegation_id } = what;
	const given = { edition: what.edition.slug, owner_kind, language, delegation_id };
	try {
		return (await body(api.POST('/api/v1/me/action-plans', { body: given, headers }))).id;
	} catch (cause) {
		const there = cause instanceof Problem && cause.code === 'plan_exists' ? cause.current : null;
		if (there) return (there as { id: string }).id;
		throw cause;
	}
}

export const readPlan = (id: string): Promise<Plan> =>
	body(api.GET('/api/v1/me/action-plans/{plan_id}', of(id)));

export async function readFields(id: string, since?: number): Promise<FieldsRead> {
	const params = { path: { plan_id: id }, query: { since } };
	return (await body(api.GET('/api/v1/me/action-plans/{plan_id}/fields', { params }))) as FieldsRead;
}

export async function sendFields(id: string, patch: Patch): Promise<FieldsRead> {
	const path = '/api/v1/me/action-plans/{plan_id}/fields';
	return (await body(api.PATCH(path, { ...of(id), body: patch }))) as FieldsRead;
}

export const readSources = (id: string): Promise<Sources> =>
	body(api.GET('/api/v1/me/action-plans/{plan_id}/sources', of(id)));

export const setLanguage = ({ id, version }: Plan, language: string): Promise<Plan> =>
	body(
		api.PATCH('/api/v1/me/action-plans/{plan_id}', {
			...of(id),
			headers: ifMatch(version),
			body: { language }
		})
	);

export const deletePlan = ({ id, version }: Plan) =>
	api.DELETE('/api/v1/me/action-plans/{plan_id}', { ...of(id), headers: ifMatch(version) });

export const move = (plan: Plan, step: Schemas['PlanStep'], headers: HeadersInit): Promise<Moved> =>
	body(
		api.POST('/api/v1/me/action-plans/{plan_id}/transitions', {
			...of(plan.id),
			body: step,
			headers: { ...headers, ...ifMatch(plan.version) }
		})
	);

interface Page<T> {
	items: T[];
	next: string | null;
}

/** Read all pages of a list: what is said of one plan is not much. */
async function readAll<T>(
	read: (query: { limit: number; cursor?: string }) => Promise<Page<T>>
): Promise<T[]> {
	const items: T[] = [];
	for (let cursor: string | undefined; ;) {
		const page = await read({ limit: 200, ...(cursor ? { cursor } : {}) });
		items.push(...page.items);
		if (!page.next) return items;
		cursor = new URL(page.next, location.origin).searchParams.get('cursor') ?? undefined;
	}
}

export const listComments = (plan_id: string): Promise<PlanComment[]> =>
	readAll((query) =>
		body(api.GET('/api/v1/me/action-plans/{plan_id}/comments', { params: { path: { plan_id }, query } }))
	);

export const comment = (
	id: string,
	said: Schemas['PlanCommentGiven'],
	headers: HeadersInit
): Promise<PlanComment> =>
	body(api.POST('/api/v1/me/action-plans/{plan_id}/comments', { ...of(id), body: said, headers }));

export const settleComment = (plan_id: string, comment_id: string, outcome: Outcome): Promise<PlanComment> =>
	body(
		api.POST('/api/v1/me/action-plans/{plan_id}/comments/{comment_id}/settle', {
			params: { path: { plan_id, comment_id } },
			body: { outcome }
		})
	);

export const listContributors = async (id: string): Promise<Contributor[]> =>
	(await body(api.GET('/api/v1/me/action-plans/{plan_id}/contributors', of(id)))).items;

export const addContributor = (
	id: string,
	who: Schemas['ContributorGiven'],
	headers: HeadersInit
): Promise<Contributor> =>
	body(api.POST('/api/v1/me/action-plans/{plan_id}/contributors', { ...of(id), body: who, headers }));

export const removeContributor = (plan_id: string, contributor_id: string) =>
	api.DELETE('/api/v1/me/action-plans/{plan_id}/contributors/{contributor_id}', {
		params: { path: { plan_id, contributor_id } }
	});

export const listSuccessors = async (id: string): Promise<Successor[]> =>
	(await body(api.GET('/api/v1/me/action-plans/{plan_id}/hand-over', of(id)))).items;

export const handOver = (id: string, { contributor_id, registration_id }: Successor, headers: HeadersInit) =>
	api.POST('/api/v1/me/action-plans/{plan_id}/hand-over', {
		...of(id),
		headers,
		body: contributor_id ? { contributor_id } : { registration_id }
	});

export const listEndorsements = async (id: string): Promise<Endorsement[]> =>
	(await body(api.GET('/api/v1/me/action-plans/{plan_id}/endorsements', of(id)))).items;

export const addEndorsement = (
	id: string,
	given: EndorsementGiven,
	headers: HeadersInit
): Promise<Endorsement> =>
	body(api.POST('/api/v1/me/action-plans/{plan_id}/endorsements', { ...of(id), body: given, headers }));

export const removeEndorsement = (plan_id: string, { id, version }: Endorsement) =>
	api.DELETE('/api/v1/me/action-plans/{plan_id}/endorsements/{endorsement_id}', {
		params: { path: { plan_id, endorsement_id: id } },
		headers: ifMatch(version)
	});

export const readHistory = (plan_id: string): Promise<PlanEvent[]> =>
	readAll((query) =>
		body(api.GET('/api/v1/me/action-plans/{plan_id}/history', { params: { path: { plan_id }, query } }))
	);

/** The newest of what happened, no more than a page has. */
export const readLately = async (plan_id: string): Promise<PlanEvent[]> => {
	const params = { path: { plan_id }, query: { limit: 20 } };
	return (await body(api.GET('/api/v1/me/action-plans/{plan_id}/history', { params }))).items;
};

export const listVersions = (plan_id: string): Promise<PlanVersion[]> =>
	readAll((query) =>
		body(api.GET('/api/v1/me/action-plans/{plan_id}/versions', { params: { path: { plan_id }, query } }))
	);

export const keepVersion = (id: string, name: string, headers: HeadersInit): Promise<PlanVersion> =>
	body(api.POST('/api/v1/me/action-plans/{plan_id}/versions', { ...of(id), body: { name }, headers }));

export const compare = (plan_id: string, from: number, to: number | null): Promise<Compared> =>
	body(
		api.GET('/api/v1/me/action-plans/{plan_id}/comparison', {
			params: { path: { plan_id }, query: { from, ...(to === null ? {} : { to }) } }
		})
	);

export const listMergeable = async (id: string): Promise<Mergeable[]> =>
	(await body(api.GET('/api/v1/me/action-plans/{plan_id}/mergeable', of(id)))).items;

export const mergePlan = (id: string, plan_id: string, actions: string[], headers: HeadersInit) =>
	api.POST('/api/v1/me/action-plans/{plan_id}/merge', { ...of(id), body: { plan_id, actions }, headers });

import { ifMatch, retryKey, send } from '$lib/api/client';
import type { Patch, Value } from './draft';
import { Problem } from '$lib/api/problem';
import type {
	Beginning,
	Compared,
	Contributor,
	Endorsement,
	FieldsRead,
	FieldsSaved,
	Mergeable,
	Moved,
	OwnPlans,
	Page,
	Plan,
	PlanComment,
	PlanEvent,
	PlanVersion,
	Sources,
	Status,
	Successor
} from './types';

const PLANS = '/api/v1/me/action-plans';

async function call<T>(
	method: string,
	path: string,
	given: { body?: unknown; headers?: HeadersInit } = {}
): Promise<T> {
	const headers = new Headers(given.headers);
	if (given.body !== undefined) headers.set('Content-Type', 'application/json');
	const body = given.body === undefined ? undefined : JSON.stringify(given.body);
	const answer = await send(new Request(new URL(path, location.origin), { method, headers, body }));
	return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export const listOwn = (edition: string): Promise<OwnPlans> =>
	call('GET', `${PLANS}?edition=${encodeURIComponent(edition)}`);

/** Begin a plan; whoever was faster in the same city has begun it for both. */
export async function startPlan(what: Beginning, language: string, headers: HeadersInit): Promise<string> {
	const { edition, owner_kind, delegation_id } = what;
	const body = { edition: edition.slug, owner_kind, language, delegation_id };
	try {
		return (await call<Plan>('POST', PLANS, { body, headers })).id;
	} catch (cause) {
		const there =
			cause instanceof Problem && cause.code === 'plan_exists' ? (cause.current as { id?: string }) : null;
		if (there?.id) return there.id;
		throw cause;
	}
}

export const readPlan = (id: string): Promise<Plan> => call('GET', `${PLANS}/${id}`);

export const readFields = (id: string, since?: number): Promise<FieldsRead> =>
	call('GET', `${PLANS}/${id}/fields${since === undefined ? '' : `?since=${since}`}`);

export const sendFields = (id: string, patch: Patch): Promise<FieldsSaved> =>
	call('PATCH', `${PLANS}/${id}/fields`, { body: patch });

export const readSources = (id: string): Promise<Sources> => call('GET', `${PLANS}/${id}/sources`);

export const setLanguage = (plan: Plan, language: string): Promise<Plan> =>
	call('PATCH', `${PLANS}/${plan.id}`, { body: { language }, headers: ifMatch(plan.version) });

export const deletePlan = (plan: Plan): Promise<void> =>
	call('DELETE', `${PLANS}/${plan.id}`, { headers: ifMatch(plan.version) });

export const move = (
	plan: Plan,
	step: { to: Status; comment: string | null; endorsed_on: string | null },
	headers = retryKey()
): Promise<Moved> =>
	call('POST', `${PLANS}/${plan.id}/transitions`, {
		body: step,
		headers: { ...headers, ...ifMatch(plan.version) }
	});

/** Read all pages of a list: what is said of one plan is not much. */
async function readAll<T>(path: string): Promise<T[]> {
	const items: T[] = [];
	let next: string | null = path;
	while (next) {
		const page: Page<T> = await call('GET', next);
		items.push(...page.items);
		next = page.next;
	}
	return items;
}

export const listComments = (id: string): Promise<PlanComment[]> =>
	readAll(`${PLANS}/${id}/comments?limit=200`);

export const comment = (
	id: string,
	said: { path: string | null; text: string | null; suggestion?: Value[]; reply_to_id?: string },
	headers: HeadersInit
): Promise<PlanComment> => call('POST', `${PLANS}/${id}/comments`, { body: said, headers });

export const settleComment = (
	id: string,
	one: string,
	outcome: PlanComment['outcome']
): Promise<PlanComment> => call('POST', `${PLANS}/${id}/comments/${one}/settle`, { body: { outcome } });

export const listContributors = async (id: string): Promise<Contributor[]> =>
	(await call<{ items: Contributor[] }>('GET', `${PLANS}/${id}/contributors`)).items;

export const addContributor = (
	id: string,
	who: { email: string; name: string; language: string },
	headers: HeadersInit
): Promise<Contributor> => call('POST', `${PLANS}/${id}/contributors`, { body: who, headers });

export const removeContributor = (id: string, who: string): Promise<void> =>
	call('DELETE', `${PLANS}/${id}/contributors/${who}`);

export const listSuccessors = async (id: string): Promise<Successor[]> =>
	(await call<{ items: Successor[] }>('GET', `${PLANS}/${id}/hand-over`)).items;

export const handOver = (id: string, to: Successor, headers: HeadersInit): Promise<void> =>
	call('POST', `${PLANS}/${id}/hand-over`, {
		body: {
			contributor_id: to.contributor_id,
			registration_id: to.contributor_id ? null : to.registration_id
		},
		headers
	});

export const listEndorsements = async (id: string): Promise<Endorsement[]> =>
	(await call<{ items: Endorsement[] }>('GET', `${PLANS}/${id}/endorsements`)).items;

export const addEndorsement = (
	id: string,
	given: Omit<Endorsement, 'id' | 'file' | 'version'> & { file_id: string | null },
	headers: HeadersInit
): Promise<Endorsement> => call('POST', `${PLANS}/${id}/endorsements`, { body: given, headers });

export const removeEndorsement = (id: string, one: Endorsement): Promise<void> =>
	call('DELETE', `${PLANS}/${id}/endorsements/${one.id}`, { headers: ifMatch(one.version) });

export const readHistory = (id: string): Promise<PlanEvent[]> => readAll(`${PLANS}/${id}/history?limit=200`);

export const listVersions = (id: string): Promise<PlanVersion[]> =>
	readAll(`${PLANS}/${id}/versions?limit=200`);

export const keepVersion = (id: string, name: string, headers: HeadersInit): Promise<PlanVersion> =>
	call('POST', `${PLANS}/${id}/versions`, { body: { name }, headers });

export const compare = (id: string, from: number, to: number | null): Promise<Compared> =>
	call('GET', `${PLANS}/${id}/comparison?from=${from}${to === null ? '' : `&to=${to}`}`);

export const listMergeable = async (id: string): Promise<Mergeable[]> =>
	(await call<{ items: Mergeable[] }>('GET', `${PLANS}/${id}/mergeable`)).items;

export const mergePlan = (
	id: string,
	plan_id: string,
	actions: string[],
	headers: HeadersInit
): Promise<unknown> => call('POST', `${PLANS}/${id}/merge`, { body: { plan_id, actions }, headers });

import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import type { paths } from '$lib/api/schema';
import { queryOf, type Filter } from './filter';
import type {
	BulkResult,
	Decision,
	Given,
	ImportReport,
	ListFormat,
	MatrixRow,
	MessageBody,
	MessagePreview,
	OwnRequirements,
	Participant,
	ParticipantDetail,
	Requirement,
	RequirementBody,
	RequirementState,
	Standing
} from './types';

/** One page of a list and the cursor of the next. */
export type Page<T> = { items: T[]; cursor: string | undefined };
type Correction = NonNullable<
	paths['/api/v1/editions/{edition}/participants/{participant_id}']['patch']['requestBody']
>['content']['application/json'];

const inEdition = (edition: string) => ({ path: { edition } });

function paged<T>(found: { items: T[]; next: string | null }): Page<T> {
	const cursor = found.next ? new URL(found.next, location.origin).searchParams.get('cursor') : null;
	return { items: found.items, cursor: cursor ?? undefined };
}

export async function listParticipants(
	edition: string,
	filter: Filter,
	cursor?: string
): Promise<Page<Participant>> {
	const query = { ...queryOf(filter), limit: 50, cursor };
	const params = { ...inEdition(edition), query };
	const found = await body(api.GET('/api/v1/editions/{edition}/participants', { params }));
	// Organisers read all of a participant; the shorter shape is a partner's, who has no such page.
	return paged(found as { items: Participant[]; next: string | null });
}

export const readParticipant = (edition: string, id: string): Promise<ParticipantDetail> =>
	body(
		api.GET('/api/v1/editions/{edition}/participants/{participant_id}', {
			params: { path: { edition, participant_id: id } }
		})
	) as Promise<ParticipantDetail>;

export const correct = (
	edition: string,
	{ id, version }: ParticipantDetail,
	changes: Correction
): Promise<ParticipantDetail> =>
	body(
		api.PATCH('/api/v1/editions/{edition}/participants/{participant_id}', {
			params: { path: { edition, participant_id: id } },
			headers: ifMatch(version),
			body: changes
		})
	);

/** Bring participants to a status, two hundred at a time; what became of each comes in their order. */
export async function moveMany(
	edition: string,
	ids: string[],
	to: Decision,
	comment: string
): Promise<BulkResult[]> {
	const results: BulkResult[] = [];
	for (let start = 0; start < ids.length; start += 200) {
		const items = ids.slice(start, start + 200).map((id) => ({ id }));
		const answer = await body(
			api.POST('/api/v1/editions/{edition}/participants/bulk', {
				params: inEdition(edition),
				headers: retryKey(),
				body: { items, to, comment }
			})
		);
		results.push(...(answer as { items: BulkResult[] }).items);
	}
	return results;
}

/** Fetch a file of participants: by script, for the token that opens it is in memory only. */
export async function fetchExport(
	edition: string,
	form: ListFormat,
	filter: Filter,
	reason: string
): Promise<Blob> {
	const { status, kind, delegation, country } = queryOf(filter);
	const { response } = await api.GET('/api/v1/editions/{edition}/participants.{form}', {
		params: { path: { edition, form }, query: { status, kind, delegation, country, reason } },
		parseAs: 'stream'
	});
	return response.blob();
}

/** Fetch a file that somebody handed in; a sealed one is opened for a reason. */
export async function fetchFile(edition: string, id: string, reason?: string): Promise<File> {
	const { response } = await api.GET('/api/v1/editions/{edition}/files/{file_id}/content', {
		params: { path: { edition, file_id: id }, query: { reason } },
		parseAs: 'stream'
	});
	const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
	return new File([await response.blob()], decodeURIComponent(name ?? id));
}

const MEDIA: Record<string, string> = {
	csv: 'text/csv',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	ndjson: 'application/x-ndjson'
};

export const importFile = (edition: string, file: File, dryRun: boolean): Promise<ImportReport> =>
	body(
		api.POST('/api/v1/editions/{edition}/participants/import', {
			params: { ...inEdition(edition), query: { dry_run: dryRun } },
			headers: {
				...retryKey(),
				'Content-Type': MEDIA[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/csv'
			},
			body: file as unknown as string,
			bodySerializer: (content) => content as unknown as Blob
		})
	);

export const previewMessage = (edition: string, message: MessageBody): Promise<MessagePreview> =>
	body(
		api.POST('/api/v1/editions/{edition}/participants/messages/preview', {
			params: inEdition(edition),
			body: message
		})
	);

export const sendMessage = (edition: string, message: MessageBody, headers: HeadersInit) =>
	body(
		api.POST('/api/v1/editions/{edition}/participants/messages', {
			params: inEdition(edition),
			headers,
			body: message
		})
	);

/** Read all requirements: an edition has a few dozen at most. */
export async function listRequirements(edition: string): Promise<Requirement[]> {
	const params = { ...inEdition(edition), query: { limit: 200 } };
	return (await body(api.GET('/api/v1/editions/{edition}/requirements', { params }))).items;
}

export async function readMatrix(
	edition: string,
	query: { requirement?: string; missing: boolean },
	cursor?: string
): Promise<Page<MatrixRow>> {
	const params = { ...inEdition(edition), query: { ...query, limit: 50, cursor } };
	return paged(await body(api.GET('/api/v1/editions/{edition}/requirements/matrix', { params })));
}

export const createRequirement = (
	edition: string,
	requirement: RequirementBody,
	headers: HeadersInit
): Promise<Requirement> =>
	body(
		api.POST('/api/v1/editions/{edition}/requirements', {
			params: inEdition(edition),
			headers,
			body: requirement
		})
	);

export async function deleteRequirement(edition: string, { id, version }: Requirement): Promise<void> {
	await api.DELETE('/api/v1/editions/{edition}/requirements/{requirement_id}', {
		params: { path: { edition, requirement_id: id } },
		headers: ifMatch(version)
	});
}

export const remind = (
	edition: string,
	overdueOnly: boolean
): Promise<{ reminded: number; already: number }> =>
	body(
		api.POST('/api/v1/editions/{edition}/requirements/remind', {
			params: inEdition(edition),
			headers: retryKey(),
			body: { overdue_only: overdueOnly, requirement_ids: [], registration_ids: [] }
		})
	);

export const judge = (
	edition: string,
	participant: string,
	standing: Standing,
	state: RequirementState,
	comment = ''
): Promise<Standing> =>
	body(
		api.PUT('/api/v1/editions/{edition}/participants/{participant_id}/requirements/{requirement_id}', {
			params: {
				path: { edition, participant_id: participant, requirement_id: standing.requirement.id }
			},
			headers: ifMatch(standing.version),
			body: { state, comment }
		})
	);

export const readOwn = (edition: string): Promise<OwnRequirements> =>
	body(api.GET('/api/v1/me/registrations/{edition}/requirements', { params: inEdition(edition) }));

export const give = (edition: string, standing: Standing, given: Given): Promise<Standing> =>
	body(
		api.PUT('/api/v1/me/registrations/{edition}/requirements/{key}', {
			params: { path: { edition, key: standing.requirement.key } },
			headers: ifMatch(standing.version),
			body: given
		})
	);

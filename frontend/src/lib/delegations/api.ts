import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type {
	Delegation,
	DelegationBody,
	DelegationChange,
	DelegationEvent,
	DelegationStatus,
	FocalPointBody,
	Member,
	MemberChange,
	NomineeBody,
	Overview,
	SuccessorBody
} from './types';

export interface DelegationFilters {
	name?: string;
	status?: DelegationStatus;
	cursor?: string;
}

const CITY = '/api/v1/editions/{edition}/city-delegations/{delegation_id}';
const MEMBER = `${CITY}/members/{member_id}` as const;
const PAGE = 50;

/** Return where the next page of a list begins, by the address that the server gives for it. */
export function cursorOf(next: string | null): string | undefined {
	return next ? (new URL(next, location.origin).searchParams.get('cursor') ?? undefined) : undefined;
}

export const listDelegations = (
	edition: string,
	{ name, status, cursor }: DelegationFilters = {}
): Promise<{ items: Delegation[]; next: string | null }> =>
	body(
		api.GET('/api/v1/editions/{edition}/city-delegations', {
			params: {
				path: { edition },
				query: { limit: PAGE, cursor, name: name || undefined, status: status ? [status] : undefined }
			}
		})
	);

export const inviteCity = (
	edition: string,
	city: DelegationBody,
	headers: HeadersInit
): Promise<Delegation> =>
	body(
		api.POST('/api/v1/editions/{edition}/city-delegations', {
			params: { path: { edition } },
			body: city,
			headers
		})
	);

/** What can be done with one delegation; `headers` make a creation happen once, however often it is sent. */
export function ofDelegation(edition: string, delegation_id: string) {
	const params = { path: { edition, delegation_id } };
	const at = (member_id: string) => ({ path: { edition, delegation_id, member_id } });
	return {
		overview: (): Promise<Overview> => body(api.GET(`${CITY}/overview`, { params })),
		history: (cursor?: string): Promise<{ items: DelegationEvent[]; next: string | null }> =>
			body(api.GET(`${CITY}/history`, { params: { ...params, query: { limit: 20, cursor } } })),
		change: (version: number, changes: DelegationChange): Promise<Delegation> =>
			body(
				api.PATCH(CITY, {
					params,
					headers: ifMatch(version),
					// What is left out stays as it is.
					body: changes as Required<DelegationChange>
				})
			),
		move: (to: DelegationStatus, comment: string, headers: HeadersInit): Promise<Delegation> =>
			body(
				api.POST(`${CITY}/transitions`, { params, headers, body: { to, comment: comment.trim() || null } })
			),
		sendLetter: (headers: HeadersInit): Promise<Delegation> =>
			body(api.POST(`${CITY}/letter`, { params, headers, body: {} })),
		passOn: (given: FocalPointBody, headers: HeadersInit): Promise<Delegation> =>
			body(api.POST(`${CITY}/focal-point`, { params, headers, body: given })),
		nominate: (given: NomineeBody, headers: HeadersInit): Promise<Member> =>
			body(api.POST(`${CITY}/members`, { params, headers, body: given })),
		changeMember: (member: Member, changes: MemberChange): Promise<Member> =>
			body(
				api.PATCH(MEMBER, {
					params: at(member.id),
					headers: ifMatch(member.version),
					body: changes as Required<MemberChange>
				})
			),
		swap: (member: Member, given: SuccessorBody, headers: HeadersInit): Promise<Member> =>
			body(api.POST(`${MEMBER}/swap`, { params: at(member.id), headers, body: given })),
		withdraw: (member: Member, comment: string, headers: HeadersInit): Promise<Member> =>
			body(
				api.POST(`${MEMBER}/withdraw`, {
					params: at(member.id),
					headers,
					body: { comment: comment.trim() || null }
				})
			),
		remind: (member: Member, headers: HeadersInit): Promise<Member> =>
			body(api.POST(`${MEMBER}/letter`, { params: at(member.id), headers }))
	};
}

export type DelegationApi = ReturnType<typeof ofDelegation>;

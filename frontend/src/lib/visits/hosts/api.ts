import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type { Answer, Host, HostBody, HostLink, HostPage, Hosts, Question } from './types';

const STOP = '/api/v1/editions/{edition}/visits/hosts/{stop_id}';

export const readHosts = (edition: string): Promise<Hosts> =>
	body(api.GET('/api/v1/editions/{edition}/visits/hosts', { params: { path: { edition } } }));

/** What can be done about the host of one stop; `version` is 0 where there is nobody. */
export function ofStop(edition: string, stop_id: string) {
	const params = { path: { edition, stop_id } };
	return {
		put: (given: HostBody, version: number): Promise<Host> =>
			body(api.PUT(STOP, { params, headers: ifMatch(version), body: given })),
		ask: (version: number, headers: HeadersInit): Promise<Host> =>
			body(api.POST(`${STOP}/ask`, { params, headers: { ...ifMatch(version), ...headers } })),
		renewLink: (version: number, mail: boolean): Promise<HostLink> =>
			body(api.POST(`${STOP}/new-link`, { params, headers: ifMatch(version), body: { mail } })),
		remove: (version: number): Promise<unknown> =>
			body(api.DELETE(STOP, { params, headers: ifMatch(version) }))
	};
}

/** What a host does by the token of their link, without an account. */
export function byLink(token: string) {
	return {
		read: (): Promise<HostPage> => body(api.POST('/api/v1/visit-hosts/page', { body: { token } })),
		answer: (status: Answer, comment: string, seen: string): Promise<HostPage> =>
			body(
				api.POST('/api/v1/visit-hosts/answer', {
					body: { token, status, seen, comment: comment.trim() || null }
				})
			),
		reply: (question: Question, answer: string): Promise<HostPage> =>
			body(
				api.POST('/api/v1/visit-hosts/questions', {
					body: { token, question_id: question.id, answer, answered_at: question.answered_at }
				})
			)
	};
}

export type LinkApi = ReturnType<typeof byLink>;

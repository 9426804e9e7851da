import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import type { components } from '$lib/api/schema';

export type Holder = components['schemas']['RoleHolder'];
export type Invitation = components['schemas']['InvitationPublic'];
export type EditionRole = components['schemas']['EditionRole'];

/** Roles and invitations of one edition, or of the whole installation: the same things to do at two addresses. */
export interface Place {
	holders(): Promise<Holder[]>;
	invitations(): Promise<Invitation[]>;
	remove(id: string): Promise<unknown>;
	invite(email: string, role: EditionRole, language: string): Promise<unknown>;
	resend(id: string): Promise<unknown>;
	revoke(invitation: Invitation): Promise<unknown>;
}

const query = { limit: 200 };

export function ofEdition(slug: string): Place {
	const path = { slug };
	return {
		holders: async () =>
			(await body(api.GET('/api/v1/editions/{slug}/roles', { params: { path, query } }))).items,
		invitations: async () =>
			(await body(api.GET('/api/v1/editions/{slug}/invitations', { params: { path, query } }))).items,
		remove: (role_id) =>
			api.DELETE('/api/v1/editions/{slug}/roles/{role_id}', { params: { path: { slug, role_id } } }),
		invite: (email, role, language) =>
			api.POST('/api/v1/editions/{slug}/invitations', {
				params: { path },
				headers: retryKey(),
				body: { email, role, language }
			}),
		resend: (invitation_id) =>
			api.POST('/api/v1/editions/{slug}/invitations/{invitation_id}/resend', {
				params: { path: { slug, invitation_id } },
				headers: retryKey()
			}),
		revoke: ({ id, version }) =>
			api.DELETE('/api/v1/editions/{slug}/invitations/{invitation_id}', {
				params: { path: { slug, invitation_id: id } },
				headers: ifMatch(version)
			})
	};
}

export const ofInstallation: Place = {
	holders: async () => (await body(api.GET('/api/v1/installation/roles', { params: { query } }))).items,
	invitations: async () =>
		(await body(api.GET('/api/v1/installation/invitations', { params: { query } }))).items,
	remove: (role_id) => api.DELETE('/api/v1/installation/roles/{role_id}', { params: { path: { role_id } } }),
	invite: (email, _role, language) =>
		api.POST('/api/v1/installation/invitations', { headers: retryKey(), body: { email, language } }),
	resend: (invitation_id) =>
		api.POST('/api/v1/installation/invitations/{invitation_id}/resend', {
			params: { path: { invitation_id } },
			headers: retryKey()
		}),
	revoke: ({ id, version }) =>
		api.DELETE('/api/v1/installation/invitations/{invitation_id}', {
			params: { path: { invitation_id: id } },
			headers: ifMatch(version)
		})
};

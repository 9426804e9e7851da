import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Kind = Schemas['SensitiveKind'];
export type Own = Schemas['SensitiveOwn'];
export type Detail = Schemas['SensitivePublic'];
export type Content = Schemas['SensitiveWrite']['content'];
export type Visa = Schemas['VisaPublic'];
export type VisaStatus = Schemas['VisaStatus'];
export type VisaListed = Schemas['VisaListed'];
export type VisaEdit = Schemas['VisaEdit'];
export type Need = Schemas['AccessNeedPublic'];
export type Arrangement = Schemas['ArrangementState'];
export type Counts = Schemas['CareCounts'];
export type Person = Schemas['PersonPublic'];

/** What is one's own in an edition. */
export function ownCare(edition: string) {
	const path = { edition };
	const one = '/api/v1/me/registrations/{edition}/sensitive/{kind}';
	return {
		sensitive: () => body(api.GET('/api/v1/me/registrations/{edition}/sensitive', { params: { path } })),
		give: (content: Content, version: number) =>
			body(
				api.PUT(one, {
					params: { path: { edition, kind: content.kind } },
					headers: ifMatch(version),
					body: { content, consent: true }
				})
			),
		takeBack: (kind: Kind, version: number) =>
			api.DELETE(one, { params: { path: { edition, kind } }, headers: ifMatch(version) }),
		visa: () => body(api.GET('/api/v1/me/registrations/{edition}/visa', { params: { path } })),
		sayVisa: (visa: Schemas['VisaWrite'], version: number) =>
			body(
				api.PUT('/api/v1/me/registrations/{edition}/visa', {
					params: { path },
					headers: ifMatch(version),
					body: visa
				})
			),
		erase: () =>
			body(
				api.POST('/api/v1/me/registrations/{edition}/erase', {
					params: { path },
					headers: retryKey(),
					body: { confirm: true }
				})
			)
	};
}

export const takeOwnData = () => body(api.GET('/api/v1/me/data'));

export interface Page<T> {
	items: T[];
	next: string | null;
}

/** What organisers of an edition look after. */
export function careOf(edition: string) {
	const path = { edition };
	const visa = '/api/v1/editions/{edition}/participants/{registration_id}/visa';
	return {
		counts: () => body(api.GET('/api/v1/editions/{edition}/care-counts', { params: { path } })),
		needs: (cursor?: string) =>
			body(api.GET('/api/v1/editions/{edition}/access-needs', { params: { path, query: { cursor } } })),
		arrange: (need: Need, arrangement: Arrangement, note: string) =>
			body(
				api.PATCH('/api/v1/editions/{edition}/access-needs/{detail_id}', {
					params: { path: { edition, detail_id: need.id } },
					headers: ifMatch(need.version),
					body: { arrangement, note: note.trim() || null }
				})
			),
		reveal: (registration_id: string, reason: string, kinds: Kind[]) =>
			body(
				api.POST('/api/v1/editions/{edition}/participants/{registration_id}/sensitive/reveal', {
					params: { path: { edition, registration_id } },
					headers: retryKey(),
					body: { reason, kinds }
				})
			),
		visas: (status?: VisaStatus, cursor?: string) =>
			body(api.GET('/api/v1/editions/{edition}/visa-cases', { params: { path, query: { status, cursor } } })),
		visa: (registration_id: string) =>
			body(api.GET(visa, { params: { path: { edition, registration_id } } })),
		editVisa: (registration_id: string, edit: VisaEdit, version: number) =>
			body(
				api.PUT(visa, {
					params: { path: { edition, registration_id } },
					headers: ifMatch(version),
					body: edit
				})
			),
		erase: (registration_id: string, reason: string, person_id: string | null) =>
			body(
				api.POST('/api/v1/editions/{edition}/participants/{registration_id}/erase', {
					params: { path: { edition, registration_id } },
					headers: retryKey(),
					body: { reason, person_id }
				})
			)
	};
}

/** Return the cursor that an address of a next page carries. */
export function cursorOf(next: string | null): string | undefined {
	return next ? (new URL(next, location.origin).searchParams.get('cursor') ?? undefined) : undefined;
}

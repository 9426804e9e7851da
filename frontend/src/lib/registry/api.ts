import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type { components } from '$lib/api/schema';

export type Publication = components['schemas']['PlanPublication'];

const OWN = '/api/v1/me/action-plans/{plan_id}/publication';
const OFFICE = '/api/v1/editions/{edition}/action-plans/{plan_id}/publication';

/** What whoever writes a plan can do about its publication. */
export function ofOwn(plan_id: string) {
	const path = { plan_id };
	return {
		read: (): Promise<Publication> => body(api.GET(OWN, { params: { path } })),
		agree: ({ version }: Publication, agreed: boolean): Promise<Publication> =>
			body(api.PUT(OWN, { params: { path }, headers: ifMatch(version), body: { agreed } }))
	};
}

/** What organisers can do about it. */
export function ofOffice(edition: string, plan_id: string) {
	const path = { edition, plan_id };
	return {
		read: (): Promise<Publication> => body(api.GET(OFFICE, { params: { path } })),
		publish: ({ version }: Publication, number: number): Promise<Publication> =>
			body(api.PUT(OFFICE, { params: { path }, headers: ifMatch(version), body: { number } })),
		withdraw: ({ version }: Publication): Promise<Publication> =>
			body(api.DELETE(OFFICE, { params: { path }, headers: ifMatch(version) }))
	};
}

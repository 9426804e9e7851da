import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Form = Schemas['DocumentForm'];
export type DocumentLanguage = Schemas['DocumentLanguage'];
export type Report = Schemas['PlanFileReport'];
export type OnConflict = Schemas['OnConflict'];

/** Which plan: one's own, or (`edition`) one that an organiser reads; `number` for a version of it. */
export interface Which {
	id: string;
	key: string;
	edition?: string | undefined;
	number?: number | undefined;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Fetch a plan as a file: by script, for the token that opens it is in memory only. */
export async function fetchDocument(
	{ id, key, edition, number }: Which,
	form: Form,
	lang: DocumentLanguage
): Promise<File> {
	const query = { lang, number };
	const { response } = edition
		? await api.GET('/api/v1/editions/{edition}/action-plans/{plan_id}/document.{form}', {
				params: { path: { edition, plan_id: id, form }, query },
				parseAs: 'stream'
			})
		: await api.GET('/api/v1/me/action-plans/{plan_id}/document.{form}', {
				params: { path: { plan_id: id, form }, query },
				parseAs: 'stream'
			});
	return new File([await response.blob()], `${key}${number ? `-v${number}` : ''}.${form}`);
}

/** Send a workbook back: to be checked, or to be brought in. */
export const importDocument = (
	id: string,
	file: File,
	query: { check?: boolean; on_conflict?: OnConflict }
): Promise<Report> =>
	body(
		api.POST('/api/v1/me/action-plans/{plan_id}/import', {
			params: { path: { plan_id: id }, query },
			headers: { 'Content-Type': XLSX },
			body: file as unknown as string,
			bodySerializer: (content) => content as unknown as Blob
		})
	);

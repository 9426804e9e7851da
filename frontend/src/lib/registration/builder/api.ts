import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type { Form, FormFields, Quotas } from '../types';

export const readForm = (edition: string): Promise<Form> =>
	body(api.GET('/api/v1/editions/{edition}/registration-form', { params: { path: { edition } } }));

export const saveForm = (edition: string, fields: FormFields, version: number): Promise<Form> =>
	body(
		api.PUT('/api/v1/editions/{edition}/registration-form', {
			params: { path: { edition } },
			headers: ifMatch(version),
			body: fields
		})
	);

export const readQuotas = (edition: string): Promise<Quotas> =>
	body(api.GET('/api/v1/editions/{edition}/quotas', { params: { path: { edition } } }));

export const saveQuotas = (
	edition: string,
	places: Partial<Record<Quotas['items'][number]['kind'], number | null>>,
	version: number
): Promise<Quotas> =>
	body(
		api.PUT('/api/v1/editions/{edition}/quotas', {
			params: { path: { edition } },
			headers: ifMatch(version),
			body: { places }
		})
	);

import { api } from '$lib/api/api';
import { saveFile } from '$lib/files/save';
import type { Evidence } from './types';

/** Hand the file of a piece of evidence to an organiser's downloads; the audit log keeps that it was read. */
export async function saveContent(edition: string, { file_id, file_name, title }: Evidence): Promise<void> {
	if (!file_id) return;
	const { data } = await api.GET('/api/v1/editions/{edition}/files/{file_id}/content', {
		params: { path: { edition, file_id } },
		parseAs: 'blob'
	});
	saveFile(data as unknown as Blob, file_name ?? title);
}

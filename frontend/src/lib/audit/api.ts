import { api } from '$lib/api/api';
import { body, send } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { saveFile } from '$lib/files/save';

export type Entry = components['schemas']['AuditEntryPublic'];
export interface Filters {
	action?: string;
	outcome?: 'done' | 'denied';
	since?: string;
}

/** Read a page of the log of an edition, or (null) of the whole installation; `next` leads to the one after it. */
export async function readAudit(
	slug: string | null,
	query: Filters
): Promise<{ items: Entry[]; next: string | null }> {
	return slug === null
		? body(api.GET('/api/v1/installation/audit', { params: { query } }))
		: body(api.GET('/api/v1/editions/{slug}/audit', { params: { path: { slug }, query } }));
}

/** Read on where a page ended. */
export async function readMore(next: string): Promise<{ items: Entry[]; next: string | null }> {
	const response = await send(new Request(new URL(next, location.origin)));
	return (await response.json()) as { items: Entry[]; next: string | null };
}

/** Fetch the log as a file and hand it to the browser: an address alone would come without the login. */
export async function exportAudit(slug: string | null, query: Filters, reason: string): Promise<void> {
	const path = slug === null ? '/api/v1/installation/audit/export' : `/api/v1/editions/${slug}/audit/export`;
	const url = new URL(path, location.origin);
	for (const [name, value] of Object.entries({ ...query, reason }))
		if (value) url.searchParams.set(name, value);
	const file = await (await send(new Request(url))).blob();
	saveFile(file, `audit-${slug ?? 'installation'}.csv`);
}

import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import { ready } from '../i18n';
import Published from './Published.svelte';

/** Bring the case studies that are published with a session, and what shows them; null where there are none. */
export async function bring(edition: string, key: string) {
	try {
		const path = { edition, key };
		const { items } = await body(
			api.GET('/public/v1/editions/{edition}/sessions/{key}/case-studies', { params: { path } })
		);
		if (!items.length) return null;
		await ready();
		return { Published, items };
	} catch {
		// No network, or the session is not public any more: the page says so itself.
		return null;
	}
}

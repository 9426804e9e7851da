import { send } from '$lib/api/client';
import { orErrorPage } from '$lib/api/load';
import { i18n, languageSettled } from '$lib/i18n';

const STYLE = '/embed/v1/registry.css';

/** What the server drew, and the title of its page. */
export interface Drawn {
	html: string;
	title: string;
}

/**
 * Return the registry, or with a key one plan of it, as the server draws it: there is one renderer, and its page reads
 * without a script. `search` is passed on; the page's own language wins.
 */
export async function readRegistry(slug: string, search: URLSearchParams, key?: string): Promise<Drawn> {
	await languageSettled();
	const path = key === undefined ? 'action-plans.html' : `action-plans/${encodeURIComponent(key)}.html`;
	const url = new URL(`/public/v1/editions/${encodeURIComponent(slug)}/${path}`, location.origin);
	url.search = search.toString();
	url.searchParams.set('lang', i18n.language);
	const answer = await orErrorPage(send(new Request(url)));
	const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
	return {
		html: page.querySelector('.madang-registry')?.outerHTML ?? '',
		title: page.querySelector('.madang-registry .title')?.textContent ?? ''
	};
}

/** The query that a form of the server's asks for, empty fields left out. */
export function queryOf(form: HTMLFormElement): string {
	const query = new URLSearchParams();
	for (const [name, value] of new FormData(form)) {
		if (typeof value === 'string' && value && name !== 'lang') query.append(name, value);
	}
	return query.size ? `?${query}` : '';
}

export { STYLE };

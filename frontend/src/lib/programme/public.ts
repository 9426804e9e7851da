import type { LoadEvent } from '@sveltejs/kit';
import { send } from '$lib/api/client';
import { orErrorPage } from '$lib/api/load';
import { i18n, languageSettled } from '$lib/i18n';
import type { Agenda, Edition, EditionItem, ListedDelegation, SessionPage } from './types';

/** What everybody may read, in the language of the page; the browser revalidates what it has by ETag. */
async function read<T>(path: string): Promise<T> {
	await languageSettled();
	const url = new URL(`/public/v1/editions${path}`, location.origin);
	url.searchParams.set('lang', i18n.language);
	const response = await orErrorPage(send(new Request(url)));
	return (await response.json()) as T;
}

const part = encodeURIComponent;

/** Load again when the language changes, by choice or by address, and when a new release was seen. */
export function followChanges({ depends, url }: Pick<LoadEvent, 'depends' | 'url'>): void {
	depends('madang:language', 'madang:agenda');
	url.searchParams.get('lang');
}

/** Return the public editions, newest first. */
export async function readEditions(): Promise<EditionItem[]> {
	return (await read<{ items: EditionItem[] }>('')).items;
}

/** Return an edition: why it is held, by whom, where. */
export function readEdition(slug: string): Promise<Edition> {
	return read(`/${part(slug)}`);
}

/** Return the agenda of an edition's current release. */
export function readAgenda(slug: string): Promise<Agenda> {
	return read(`/${part(slug)}/agenda.json`);
}

/**
 * Return a <madang-agenda> that holds the server's fragment, as the first view does: it then stands in the page's own
 * tree, where its sessions have addresses. Throws a `Problem` when the server gives none.
 */
export async function readAgendaElement(slug: string): Promise<HTMLElement> {
	const lang = i18n.language;
	const url = new URL(`/public/v1/editions/${part(slug)}/agenda.html?lang=${lang}`, location.origin);
	const page = await (await send(new Request(url))).text();
	const fragment = new DOMParser().parseFromString(page, 'text/html').querySelector('.madang-agenda');
	const element = document.createElement('madang-agenda');
	element.setAttribute('edition', slug);
	element.setAttribute('lang', lang);
	if (fragment) element.append(document.importNode(fragment, true));
	return element;
}

/** Return one session with its texts, materials and venues. */
export function readSession(slug: string, key: string): Promise<SessionPage> {
	return read(`/${part(slug)}/sessions/${part(key)}`);
}

/** Return the confirmed delegations that wish to be known. */
export async function readDelegations(slug: string): Promise<ListedDelegation[]> {
	return (await read<{ items: ListedDelegation[] }>(`/${part(slug)}/delegations`)).items;
}

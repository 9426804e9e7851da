/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />

/**
 * Opens a few pages without a network. Such a page says which files it was made of (`lib/schedule/offline.ts`); they
 * are put on a shelf together with the page itself, all or none, and stay there until the page of a newer build was
 * put on another. Answers of the API are never kept here, and nothing at all after signing out (`lib/kept.ts`).
 */
import { SHELF } from './lib/kept';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
/** The pages that open without a network: one page of the app, which reads its address. */
const OPENS_OFFLINE = /^\/e\/[^/]+\/(schedule|plans(\/[^/]+)?|present\/[^/]+)\/?$/;
const IS_FILE = /^\/(_app\/|favicon\.svg$)/;
/** The page's place on its shelf; it is put there last, so that a shelf that has it is whole. */
const PAGE = '/offline-page';
/** How long a slow network is waited for when the page is there already. */
const PATIENCE = 4000;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== location.origin) return;
	if (request.mode === 'navigate') {
		if (OPENS_OFFLINE.test(url.pathname)) event.respondWith(openPage(request));
	} else if (IS_FILE.test(url.pathname)) {
		// A file's name says what is in it: what is on a shelf is as good as what is on the server.
		event.respondWith(caches.match(url.pathname).then((found) => found ?? fetch(request)));
	}
});

worker.addEventListener('message', (event) => {
	// A page that was come to from another one has the address of that one for its worker: it says its own.
	const { page, files } = event.data as { page: string; files: string[] };
	const kept = OPENS_OFFLINE.test(page) ? keepPage(page, files).catch(() => false) : Promise.resolve(false);
	// What could not be renewed opens as it was.
	const done = kept.then(async (whole) => whole || (await findShelf()) !== null);
	event.waitUntil(done.then((whole) => event.ports[0]?.postMessage(whole)));
});

/** The network's page where it answers in time, else the one on the shelf. */
async function openPage(request: Request): Promise<Response> {
	const kept = (await findShelf())?.page;
	if (!kept) return fetch(request);
	const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));
	try {
		const answer = await Promise.race([fetch(request), late]);
		// A server that is down answers, by whoever stands in front of it.
		if (answer && answer.status < 500) return answer;
	} catch {
		// No network.
	}
	return kept;
}

/** Return the newest shelf that is whole. */
async function findShelf(): Promise<{ name: string; page: Response } | null> {
	const names = (await caches.keys()).filter((name) => name.startsWith(SHELF)).sort();
	for (const name of names.reverse()) {
		const page = await (await caches.open(name)).match(PAGE);
		if (page) return { name, page };
	}
	return null;
}

/** Put a page on a shelf with its files; return whether it opens without a network now. */
async function keepPage(address: string, files: string[]): Promise<boolean> {
	const page = await fetch(address, { cache: 'no-cache', credentials: 'omit' });
	if (!page.ok) return false;
	const text = await page.clone().text();
	const named = [...text.matchAll(/["'(](\/_app\/[^"')\s]+)/g)].map((found) => found[1] ?? '');
	// The server has a newer build than the page that asks: it is kept when it is opened.
	if (!named.every((file) => files.includes(file))) return false;
	const before = await findShelf();
	const same = before !== null && (await before.page.clone().text()) === text;
	const name = same ? before.name : `${SHELF}-${Date.now()}`;
	const shelf = await caches.open(name);
	const there = new Set((await shelf.keys()).map((request) => new URL(request.url).pathname));
	await shelf.addAll(files.filter((file) => IS_FILE.test(file) && !there.has(file)));
	await shelf.put(PAGE, page);
	const older = (await caches.keys()).filter((one) => one.startsWith(SHELF) && one !== name);
	await Promise.all(older.map((one) => caches.delete(one)));
	return true;
}

/**
 * What this browser keeps for its owner, to be read without a network: it goes when they sign out. Silently absent
 * where storage is refused.
 */
const PREFIX = 'madang:own:';
/** How caches of pages begin that open without a network; `service-worker.ts` fills them. */
export const SHELF = 'madang-offline';
/** The database of action plans as they were last read; `action-plans/kept-plans.ts` fills it. */
export const PLANS = 'madang-plans';

export function readOwn<T>(name: string): T | null {
	try {
		return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as T | null;
	} catch {
		return null;
	}
}

/** Keep a value, or let go of it by `null`. */
export function keepOwn(name: string, value: unknown): void {
	try {
		if (value === null) localStorage.removeItem(PREFIX + name);
		else localStorage.setItem(PREFIX + name, JSON.stringify(value));
	} catch {
		// A private window or a full disk: the page then lasts as long as it is open.
	}
}

/** Whether an event of the storage tells that another tab let go of a value. */
export function isGone(event: StorageEvent, name: string): boolean {
	return event.newValue === null && (event.key === null || event.key === PREFIX + name);
}

/** Let go of a database, whoever has it open. */
export function forgetDatabase(name: string): Promise<void> {
	return new Promise((resolve) => {
		try {
			const request = indexedDB.deleteDatabase(name);
			request.onsuccess = request.onerror = request.onblocked = () => resolve();
		} catch {
			// Storage is refused: nothing was kept.
			resolve();
		}
	});
}

/** Let go of all of it, and of the pages that open without a network. */
export async function forgetOwn(): Promise<void> {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
		if ('indexedDB' in globalThis) await forgetDatabase(PLANS);
		// Absent where there is no secure context, and then nothing was kept.
		if (!('caches' in globalThis)) return;
		const shelves = (await caches.keys()).filter((name) => name.startsWith(SHELF));
		await Promise.all(shelves.map((name) => caches.delete(name)));
		for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
	} catch {
		// Storage is refused: nothing was kept.
	}
}

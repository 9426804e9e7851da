import { stored } from '$lib/stored';

/**
 * What was begun in a slot of a form and is not all sent yet, kept over a reload. The file itself is kept too, in the
 * browser's database, unless it is sensitive: then it has to be chosen once more.
 */
export interface Unfinished {
	id: string;
	name: string;
	size: number;
	modified: number;
}

export function unfinishedOf(slot: string) {
	const mark = stored(`madang:file:${slot}`);
	return {
		read(): Unfinished | null {
			try {
				return JSON.parse(mark.read() ?? 'null') as Unfinished | null;
			} catch {
				return null;
			}
		},
		async keep(file: File, id: string, withContent: boolean): Promise<void> {
			const { name, size, lastModified: modified } = file;
			mark.write(JSON.stringify({ id, name, size, modified } satisfies Unfinished));
			if (withContent) await inStore('readwrite', (store) => store.put(file, slot));
		},
		async file(): Promise<File | null> {
			const kept = await inStore('readonly', (store) => store.get(slot));
			return kept instanceof File ? kept : null;
		},
		async forget(): Promise<void> {
			mark.write(null);
			await inStore('readwrite', (store) => store.delete(slot));
		}
	};
}

/** Whether a file is the one that was begun. */
export function isSame(begun: Unfinished, file: File): boolean {
	return begun.name === file.name && begun.size === file.size && begun.modified === file.lastModified;
}

const NAME = 'madang-files';

/** Do one thing in the browser's database; null where it is refused, as in some private windows. */
async function inStore(
	mode: IDBTransactionMode,
	work: (store: IDBObjectStore) => IDBRequest
): Promise<unknown> {
	try {
		const opening = indexedDB.open(NAME, 1);
		opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
		const database = (await asked(opening)) as IDBDatabase;
		try {
			return await asked(work(database.transaction(NAME, mode).objectStore(NAME)));
		} finally {
			database.close();
		}
	} catch {
		return null;
	}
}

function asked(request: IDBRequest): Promise<unknown> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
	});
}

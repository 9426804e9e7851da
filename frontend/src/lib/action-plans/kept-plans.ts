import { PLANS } from '$lib/kept';
import { noteUnsent, UNSENT } from '$lib/unsent';
import { same, type Fields, type Pending } from './draft';
import type { Plan, Sources } from './types';

// What this device keeps of plans: each plan as it was last read, which goes when its owner signs out or was signed out
// (`lib/kept.ts`), and apart from it what was typed and not sent (`lib/unsent.ts`).

export interface KeptPlan {
	id: string;
	account: string;
	plan: Plan;
	sources: Sources | null;
	revision: number;
	fields: Fields;
}

/** As it lies on the disk: ten thousand fields are read and written as one text in a fraction of the time. */
type Stored = Omit<KeptPlan, 'fields'> & { text: string };

interface KeptChange extends Pending {
	plan: string;
	path: string;
	account: string;
}

const opened = new Map<string, Promise<IDBDatabase>>();

function open(name: string): Promise<IDBDatabase> {
	let opening = opened.get(name);
	if (!opening) {
		opening = new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name, 1);
			request.onupgradeneeded = () =>
				request.result.createObjectStore('all', {
					keyPath: name === PLANS ? 'id' : ['account', 'plan', 'path']
				});
			request.onerror = () => reject(request.error ?? new Error('no storage'));
			request.onsuccess = () => {
				const close = () => opened.delete(name);
				// Whoever wants to let go of it all must not wait for this page.
				request.result.onversionchange = () => (request.result.close(), close());
				request.result.onclose = close;
				resolve(request.result);
			};
		});
		opening.catch(() => opened.delete(name));
		opened.set(name, opening);
	}
	return opening;
}

async function run<T>(
	name: string,
	mode: IDBTransactionMode,
	work: (all: IDBObjectStore) => IDBRequest<T> | void
): Promise<T | null> {
	try {
		const transaction = (await open(name)).transaction('all', mode);
		const request = work(transaction.objectStore('all'));
		return await new Promise((resolve, reject) => {
			transaction.oncomplete = () => resolve(request ? request.result : null);
			transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('not stored'));
		});
	} catch {
		// A private window or a full disk: the page then lasts as long as it is open.
		return null;
	}
}

/** Return a plan as this device last read it. */
export async function findPlan(id: string): Promise<KeptPlan | null> {
	const found = await run<Stored | undefined>(PLANS, 'readonly', (all) => all.get(id));
	if (!found) return null;
	const { text, ...kept } = found;
	return { ...kept, fields: JSON.parse(text) as Fields };
}

/** Return the plans that this device keeps, without their fields. */
export const listPlans = (): Promise<Omit<KeptPlan, 'fields'>[]> =>
	run<Stored[]>(PLANS, 'readonly', (all) => all.getAll() as IDBRequest<Stored[]>).then(
		(found) => found ?? []
	);

export const keepPlan = ({ fields, ...kept }: KeptPlan): Promise<unknown> =>
	run(PLANS, 'readwrite', (all) => void all.put({ ...kept, text: JSON.stringify(fields) } satisfies Stored));

export const letGoOfPlan = (id: string): Promise<unknown> =>
	run(PLANS, 'readwrite', (all) => void all.delete(id));

const ofPlan = (account: string, plan: string) =>
	IDBKeyRange.bound([account, plan, ''], [account, plan, '\uffff']);

/** Return what somebody has typed into a plan on this device and the server does not have. */
export async function findUnsent(account: string, plan: string): Promise<[string, Pending][]> {
	const found = await run<KeptChange[]>(UNSENT, 'readonly', (all) => all.getAll(ofPlan(account, plan)));
	return (found ?? []).map(({ account: _account, plan: _plan, path, ...pending }) => [path, pending]);
}

/**
 * Puts changes on the disk, or takes from it those that have arrived (null); several at once are one write. Says each
 * time whether the disk took them.
 */
export class UnsentKeeper {
	#waiting = new Map<string, Pending | null>();
	#writing = false;
	/** What this page has on the disk: another tab's change of the same field is not this one's to take away. */
	readonly #put = new Map<string, Pending>();

	constructor(
		readonly account: string,
		readonly plan: string,
		brought: Iterable<readonly [string, Pending]>,
		readonly onkept: (kept: boolean) => void
	) {
		for (const [path, pending] of brought) this.#put.set(path, pending);
	}

	put(path: string, pending: Pending | null): void {
		this.#waiting.set(path, pending);
		if (!this.#writing) void this.#write();
	}

	async #write(): Promise<void> {
		this.#writing = true;
		// What is changed in one go is written in one go.
		await Promise.resolve();
		while (this.#waiting.size) {
			const changes = this.#waiting;
			this.#waiting = new Map();
			await this.#keep(changes);
		}
		this.#writing = false;
	}

	async #keep(changes: ReadonlyMap<string, Pending | null>): Promise<void> {
		const { account, plan } = this;
		const before = new Map([...changes.keys()].map((path) => [path, this.#put.get(path)]));
		for (const [path, pending] of changes) {
			if (pending) this.#put.set(path, pending);
			else this.#put.delete(path);
		}
		let counting: IDBRequest<number> | undefined;
		const done = await run<number>(UNSENT, 'readwrite', (all) => {
			for (const [path, pending] of changes) {
				if (pending) all.put({ account, plan, path, ...pending } satisfies KeptChange);
				else takeAway(all, [account, plan, path], before.get(path));
			}
			// Counted again once everything that was asked for before is done.
			const first = all.count();
			first.onsuccess = () => void (counting = all.count());
			return first;
		});
		this.onkept(done !== null);
		noteUnsent(done === null ? this.#put.size : (counting?.result ?? 0));
	}
}

/** Let go of a change, unless another tab has put its own in its place. */
function takeAway(all: IDBObjectStore, key: [string, string, string], put: Pending | undefined): void {
	if (!put) return;
	const found = all.get(key) as IDBRequest<KeptChange | undefined>;
	found.onsuccess = () => {
		if (found.result && same(found.result.value, put.value)) all.delete(key);
	};
}

import { describe, expect, test } from 'vitest';
import { Draft, same, together, type Fields, type Patch, type ToldConflict, type Value } from './draft';

interface Stored {
	value: Value;
	revision: number;
	by: string;
	device: string;
}

const isRow = (path: string) => path.split('/').length % 2 === 0;
const says = (path: string, value: Value) => (isRow(path) ? value === true : value !== null);

/** The server as `rules/merging.py` has it: what is a conflict, and what a change comes to. */
class Server {
	revision = 0;
	stored = new Map<string, Stored>();
	history = new Map<string, Value[]>();

	patch(by: string, device: string, { base_revision, changes }: Patch) {
		const unseen = (path: string) => {
			const found = this.stored.get(path);
			return found && found.revision > base_revision && found.by !== by ? found : undefined;
		};
		const conflicts: ToldConflict[] = [];
		for (const [path, value] of Object.entries(changes)) {
			const rows = path
				.split('/')
				.flatMap((_, at, parts) => (at % 2 ? [parts.slice(0, at + 1).join('/')] : []));
			const here = this.stored.get(path);
			const told = (stands_at: string, found: Stored) =>
				conflicts.push({ path, stands_at, value: found.value, by: found.by, mine: found.by === by, at: '' });
			if (here && here.revision > base_revision && !same(here.value, value)) told(path, here);
			else if (says(path, value)) {
				const removed = rows.find((row) => row !== path && unseen(row)?.value === false);
				if (removed) told(removed, unseen(removed)!);
			} else if (isRow(path)) {
				const beneath = [...this.stored].find(
					([at, one]) => at.startsWith(`${path}/`) && unseen(at) && says(at, one.value)
				);
				if (beneath) told(...beneath);
			}
		}
		if (conflicts.length) return { conflicts };
		const written = Object.entries(changes).filter(
			([path, value]) => !same(this.stored.get(path)?.value, value)
		);
		if (written.length) this.revision += 1;
		for (const [path, value] of written) {
			this.stored.set(path, { value, revision: this.revision, by, device });
		}
		for (const [path, value] of Object.entries(changes)) {
			this.history.set(path, [...(this.history.get(path) ?? []), value]);
		}
		return { revision: this.revision, changes: this.since(base_revision) };
	}

	since(revision: number): Fields {
		const newer = [...this.stored].filter(([, one]) => one.revision > revision);
		return Object.fromEntries(newer.map(([path, one]) => [path, one.value]));
	}
}

/** One device: it types, goes in and out of fields, is offline, loses answers and starts anew. */
class Device {
	draft: Draft;
	/** All that was ever to be seen in a field, conflicts included. */
	seen = new Map<string, Value[]>();
	typed = new Map<string, Value>();

	constructor(
		readonly name: string,
		readonly account: string,
		readonly server: Server
	) {
		this.draft = new Draft(0, {});
	}

	look(paths: Iterable<string>) {
		for (const path of paths) {
			const conflict = this.draft.conflicts.get(path);
			const values = [this.draft.shown(path), ...(conflict ? [conflict.theirs] : [])];
			this.seen.set(path, [...(this.seen.get(path) ?? []), ...values]);
		}
	}

	type(path: string, value: Value) {
		this.draft.type(path, value);
		// Back to what was there is nothing typed.
		if (this.draft.pending.has(path)) this.typed.set(path, value);
		else this.typed.delete(path);
	}

	sync(luck: () => number) {
		if (luck() < 0.2) return;
		for (let turn = 0; turn < 6; turn += 1) {
			const patch = this.draft.next();
			if (!patch) break;
			for (const [path, value] of Object.entries(patch.changes)) this.check(path, value, patch.base_revision);
			const answer = this.server.patch(this.account, this.name, patch);
			if (luck() < 0.2) {
				this.draft.lost();
				return;
			}
			if (answer.conflicts) this.draft.met(this.server.revision, answer.conflicts);
			else this.draft.arrived(answer.revision, answer.changes);
		}
		this.draft.take(this.server.revision, this.server.since(this.draft.revision));
	}

	/** What is about to be written over was seen by whoever writes: else the server must find a conflict. */
	check(path: string, value: Value, base: number) {
		const there = this.server.stored.get(path);
		if (!there || there.device === this.name || there.revision > base || same(there.value, value)) return;
		const isPart = there.by === this.account && `${value ?? ''}`.includes(`${there.value}`);
		expect(isPart || this.seen.get(path)?.some((one) => same(one, there.value))).toBe(true);
	}

	restart() {
		this.draft = new Draft(this.server.revision, this.server.since(0), this.draft.pending);
	}
}

function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const ROW = 'actions/000000000001';
const PATHS = ['title', 'problem', ROW, `${ROW}/title`, `${ROW}/budget/000000000002/planned`];

test.each(Array.from({ length: 150 }, (_, seed) => seed))(
	'whatever two devices do, of two people or of one, nothing that was typed is lost (%i)',
	(seed) => {
		const luck = dice(seed);
		const server = new Server();
		const devices = [
			new Device('a', 'one', server),
			new Device('b', seed % 2 ? 'one' : 'two', server)
		] as const;
		let words = 0;
		for (let step = 0; step < 60; step += 1) {
			const device = devices[luck() < 0.5 ? 0 : 1];
			const path = PATHS[Math.floor(luck() * PATHS.length)] as string;
			const act = luck();
			device.look(PATHS);
			if (act < 0.45)
				device.type(path, isRow(path) ? luck() < 0.5 : luck() < 0.1 ? null : `w${(words += 1)}`);
			else if (act < 0.6) device.draft.enter(path);
			else if (act < 0.7) device.draft.leave(path);
			else if (act < 0.9) device.sync(luck);
			else if (act < 0.95) device.restart();
			else {
				const [first] = device.draft.conflicts.keys();
				const choice = (['mine', 'theirs', 'both'] as const)[Math.floor(luck() * 3)]!;
				const settled = first ? device.draft.settle(first, choice) : [];
				if (choice === 'theirs') for (const at of settled) device.typed.delete(at);
				if (first && choice === 'both') device.typed.set(first, device.draft.shown(first));
			}
		}
		for (let turn = 0; turn < 8; turn += 1) for (const device of devices) device.sync(() => 1);
		for (const { draft, typed } of devices) {
			for (const [path, value] of typed) {
				const arrived = server.history.get(path)?.some((one) => same(one, value)) ?? same(value, null);
				const kept = draft.pending.get(path);
				expect([path, value, arrived || (draft.conflicts.has(path) && same(kept?.value, value))]).toContain(
					true
				);
			}
			// Where nothing is in conflict, both show what the server has.
			for (const path of PATHS) draft.leave(path);
			for (const path of PATHS.filter((one) => !draft.conflicts.has(one))) {
				expect(draft.shown(path) ?? (isRow(path) ? false : null)).toEqual(
					server.stored.get(path)?.value ?? (isRow(path) ? false : null)
				);
			}
		}
	}
);

describe('a field that somebody is in', () => {
	test('shows what it showed when they came, and later what others wrote', () => {
		const draft = new Draft(3, { title: 'ours' });
		draft.enter('title');
		draft.take(4, { title: 'theirs' });
		expect(draft.shown('title')).toBe('ours');
		draft.leave('title');
		expect(draft.shown('title')).toBe('theirs');
	});

	test('is sent as a change of what was seen, not of what came meanwhile', () => {
		const draft = new Draft(3, { title: 'ours' });
		draft.enter('title');
		draft.take(4, { title: 'theirs' });
		draft.type('title', 'ours, longer');
		expect(draft.next()).toEqual({ base_revision: 3, changes: { title: 'ours, longer' } });
	});
});

test('what is typed while it is sent is sent next', () => {
	const draft = new Draft(1, {});
	draft.type('title', 'a');
	draft.next();
	draft.type('title', 'ab');
	draft.arrived(2, {});
	expect(draft.next()).toEqual({ base_revision: 2, changes: { title: 'ab' } });
});

test('what is gone back to is not sent', () => {
	const draft = new Draft(1, { title: 'a' });
	draft.type('title', 'ab');
	draft.type('title', 'a');
	expect(draft.next()).toBeNull();
});

test('what the server does not take keeps nothing else back, and is sent when it is written anew', () => {
	const draft = new Draft(1, {});
	draft.type('title', 'a');
	draft.type('period_start', '0001-01-01');
	draft.next();
	draft.notTaken(new Map([['period_start', 'a date']]));
	expect(draft.next()?.changes).toEqual({ title: 'a' });
	draft.arrived(2, {});
	expect(draft.next()).toBeNull();
	draft.type('period_start', '2031-01-01');
	expect(draft.next()?.changes).toEqual({ period_start: '2031-01-01' });
});

test('what is written on while its answer is lost is no conflict with oneself', () => {
	const draft = new Draft(1, {});
	draft.type('title', 'a ');
	draft.next();
	draft.type('title', 'b');
	draft.lost();
	const again = new Draft(1, {}, draft.pending);
	for (const one of [draft, again]) {
		expect(one.next()).toEqual({ base_revision: 1, changes: { title: 'b' } });
		one.met(2, [{ path: 'title', stands_at: 'title', value: 'a', by: 'me', mine: true, at: '' }]);
		expect(one.next()).toEqual({ base_revision: 2, changes: { title: 'b' } });
	}
});

test('what one wrote on another device meanwhile is asked about, unless it is all there', () => {
	const draft = new Draft(1, { title: 'old', problem: 'old' });
	draft.type('title', 'of the phone');
	draft.type('problem', 'of the desk, and of the phone');
	draft.next();
	const told = (path: string) => ({ path, stands_at: path, value: 'of the desk', by: 'me', at: '' });
	draft.met(2, [
		{ ...told('title'), mine: true },
		{ ...told('problem'), mine: true }
	]);
	expect([...draft.conflicts.keys()]).toEqual(['title']);
	expect(draft.next()).toEqual({ base_revision: 2, changes: { problem: 'of the desk, and of the phone' } });
});

test('an order that two gave at once asks nobody', () => {
	const draft = new Draft(1, {});
	draft.type(`${ROW}/position`, 2);
	draft.type('actions/000000000003/position', 3);
	draft.next();
	const told = (row: string, stands_at: string, value: Value) => ({
		path: `${row}/position`,
		stands_at,
		value,
		by: 'them',
		at: ''
	});
	draft.met(2, [
		told(ROW, `${ROW}/position`, 5),
		told('actions/000000000003', 'actions/000000000003', false)
	]);
	expect(draft.conflicts.size).toBe(0);
	expect(draft.next()).toEqual({ base_revision: 2, changes: { [`${ROW}/position`]: 2 } });
	draft.arrived(3, {});
	expect(draft.pending.size).toBe(0);
});

test('a row that others remove stays in sight while somebody writes in it', () => {
	const draft = new Draft(1, { [ROW]: true, [`${ROW}/title`]: 'a' });
	draft.enter(`${ROW}/title`);
	draft.take(2, { [ROW]: false });
	expect(draft.torn()).toEqual([`${ROW}/title`]);
	draft.leave(`${ROW}/title`);
	expect(draft.torn()).toEqual([]);
});

test('what others wrote before a conflict that is settled is still read', () => {
	const draft = new Draft(1, { title: 'old', problem: 'old' });
	draft.type('title', 'mine');
	draft.next();
	draft.met(3, [{ path: 'title', stands_at: 'title', value: 'theirs', by: 'them', at: '' }]);
	draft.settle('title', 'mine');
	expect(draft.next()?.base_revision).toBe(3);
	draft.arrived(4, { title: 'mine' });
	// The problem was changed at revision 2: it is asked for, and not written over unseen.
	expect(draft.revision).toBe(1);
	draft.type('problem', 'mine too');
	expect(draft.next()?.base_revision).toBe(1);
	draft.notTaken(new Map([['problem', 'no']]));
	draft.type('title', 'mine, again');
	expect(draft.next()?.base_revision).toBe(4);
});

test('what was deleted again after an answer was lost is deleted', () => {
	const draft = new Draft(1, {});
	draft.type('title', 'a');
	draft.next();
	draft.lost();
	draft.type('title', null);
	expect(draft.next()?.changes).toEqual({ title: null });
});

test('half a year is kept and not sent', () => {
	const draft = new Draft(1, {});
	draft.type('actions/000000000001/budget/000000000002/year', '20', true);
	expect(draft.next()).toBeNull();
	expect(draft.pending.size).toBe(1);
});

test('both versions of a text and of a list', () => {
	expect(together('theirs', 'mine')).toBe('theirs\n\nmine');
	expect(together('one two', 'one')).toBe('one two');
	expect(together(['11.3'], ['11.3', '8'])).toEqual(['11.3', '8']);
	expect(together(false, true)).toBe(true);
});

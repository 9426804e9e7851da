import { keepOwn, readOwn } from '$lib/kept';
import type { Schedule } from './types';

/** A schedule as it was when this browser last read it, and whose it is. */
export interface Kept {
	account: string;
	schedule: Schedule;
}

const DAYS_AFTER = 14;
const nameOf = (slug: string) => `schedule:${slug}`;
export { nameOf as keptAs };

/** Return the schedule that is kept of an edition. Two weeks after its last day it is let go of. */
export function findKept(slug: string, now = Date.now()): Kept | null {
	const kept = readOwn<Kept>(nameOf(slug));
	const last = kept?.schedule?.edition?.days.at(-1);
	if (last && now - Date.parse(last) > DAYS_AFTER * 86_400_000) {
		forget(slug);
		return null;
	}
	return last ? kept : null;
}

/** Keep a schedule for its owner. */
export function keep(account: string, schedule: Schedule): void {
	keepOwn(nameOf(schedule.edition.slug), { account, schedule } satisfies Kept);
}

/** Let go of it. */
export function forget(slug: string): void {
	keepOwn(nameOf(slug), null);
}

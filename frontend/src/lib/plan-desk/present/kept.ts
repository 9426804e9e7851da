import { keepOwn, readOwn } from '$lib/kept';
import type { Stage } from '../types';

/** The plans of a session as this browser last read them, when that was, and for whom. */
export interface Kept {
	account: string;
	at: string;
	stage: Stage;
}

const DAYS_AFTER = 14;
export const keptAs = (slug: string, session: string): string => `present:${slug}:${session}`;

/** Return what is kept for a session. Two weeks after it, and after it was read last, it is let go of. */
export function findKept(slug: string, session: string, now = Date.now()): Kept | null {
	const kept = readOwn<Kept>(keptAs(slug, session));
	if (!kept?.stage?.session) return null;
	const last = Math.max(Date.parse(kept.stage.session.ends_at), Date.parse(kept.at));
	if (now - last <= DAYS_AFTER * 86_400_000) return kept;
	forget(slug, session);
	return null;
}

/** Keep the plans; return them as they are kept, whether or not there was room. */
export function keep(account: string, stage: Stage, at = new Date().toISOString()): Kept {
	const kept = { account, at, stage };
	keepOwn(keptAs(stage.edition, stage.session.id), kept);
	return kept;
}

/** Whether what is shown would be there without a network: a full disk keeps nothing, silently. */
export function isKept({ at, stage }: Kept): boolean {
	return readOwn<Kept>(keptAs(stage.edition, stage.session.id))?.at === at;
}

export function forget(slug: string, session: string): void {
	keepOwn(keptAs(slug, session), null);
}

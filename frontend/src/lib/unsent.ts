import { forgetDatabase } from './kept';
import { stored } from './stored';

/**
 * What was typed on this device and has not reached the server. It outlives a login that runs out by itself, and goes
 * when its owner signs out, who is asked before.
 */
export const UNSENT = 'madang-unsent';
const count = stored('madang:unsent-count');

/** Note how many changes wait. */
export const noteUnsent = (waiting: number): void => count.write(waiting ? String(waiting) : null);

export const hasUnsent = (): boolean => count.read() !== null;

export async function forgetUnsent(): Promise<void> {
	count.write(null);
	if ('indexedDB' in globalThis) await forgetDatabase(UNSENT);
}

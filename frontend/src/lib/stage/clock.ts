import type { Timer } from './types';

/** What the room is told about the time, besides its digits. */
export type Standing = 'unset' | 'ready' | 'running' | 'last_minute' | 'over' | 'paused' | 'paused_over';

/** How far the server's clock is ahead of this page's, in milliseconds, and how long it took to hear so. */
export interface Sample {
	offset: number;
	trip: number;
}

const LAST_MINUTE = 60;
const KEPT = 10;
/** Clocks are rounded on both sides. */
const ROUNDED = 5;

/** Compare the server's moment in an answer with the middle of the time in which it was asked for. */
export function sampleOf(sent: number, received: number, server: number): Sample {
	return { offset: server - (sent + received) / 2, trip: received - sent };
}

/**
 * Return what is known of the two clocks, the latest first. A sample is right to half of its trip: where one before
 * contradicts the latest, a clock was set meanwhile or the device was asleep, and nothing older counts.
 */
export function withSample(known: readonly Sample[], latest: Sample): Sample[] {
	const contradicts = (one: Sample) =>
		Math.abs(one.offset - latest.offset) > (one.trip + latest.trip) / 2 + ROUNDED;
	const at = known.findIndex(contradicts);
	return [latest, ...(at < 0 ? known : known.slice(0, at))].slice(0, KEPT);
}

/** Return the offset of the quickest answer: whatever its two ways took, it is the least wrong. */
export function offsetOf(known: readonly Sample[]): number {
	return (
		known.reduce<Sample | null>((best, one) => (best && best.trip <= one.trip ? best : one), null)?.offset ??
		0
	);
}

/** Return how many seconds are left at the server's moment `now` in milliseconds; negative once the time is up. */
export function remainingAt(timer: Timer, now: number): number {
	const running = timer.started_at ? Math.max(now - Date.parse(timer.started_at), 0) / 1000 : 0;
	return (timer.seconds ?? 0) - timer.used_before - running;
}

/** Say where a timer stands with so many seconds left. */
export function standingOf(timer: Timer, remaining: number): Standing {
	if (timer.seconds === null) return 'unset';
	if (!timer.started_at) {
		if (!timer.used_before) return 'ready';
		return remaining > 0 ? 'paused' : 'paused_over';
	}
	if (remaining <= 0) return 'over';
	return remaining <= LAST_MINUTE ? 'last_minute' : 'running';
}

/** Write time left as `4:59`, time over as `+0:20`. A second counts as left until it is over. */
export function writeRemaining(remaining: number): string {
	const whole = remaining > 0 ? Math.ceil(remaining) : Math.floor(-remaining);
	const sign = remaining <= 0 && whole > 0 ? '+' : '';
	return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

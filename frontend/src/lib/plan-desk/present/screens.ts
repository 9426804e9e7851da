import { bodiesByRole, chartOf, goalsOf, sourcesOf, totalsOf } from '../figures';
import { below, text, type Row } from '../tree';

/** One screen of a plan on the wall. */
export type Screen = 'title' | 'why' | 'actions' | 'time' | 'means' | 'learned';

/** Which screens a plan has: its title always, and each of the others that has something to show. */
export function screensOf(plan: Row): Screen[] {
	const shown: Record<Screen, boolean> = {
		title: true,
		why: Boolean(text(plan, 'problem') || text(plan, 'objective')),
		actions: below(plan, 'actions').length > 0,
		time: chartOf(plan) !== null,
		means: totalsOf(below(plan, 'actions')).length > 0 || bodiesByRole(plan).size > 0,
		learned: sourcesOf(plan).length > 0 || below(plan, 'support').length > 0 || goalsOf(plan).length > 0
	};
	return (Object.keys(shown) as Screen[]).filter((screen) => shown[screen]);
}

/** Where a presentation stands: which plan, and which of its screens. */
export interface Place {
	plan: number;
	screen: number;
}

/** Go `by` screens on or back, over the borders of plans; at either end it stays. */
export function step(place: Place, by: 1 | -1, counts: readonly number[]): Place {
	const screen = place.screen + by;
	if (screen >= 0 && screen < (counts[place.plan] ?? 0)) return { ...place, screen };
	const plan = place.plan + by;
	if (!(plan in counts)) return place;
	return { plan, screen: by > 0 ? 0 : Math.max((counts[plan] ?? 1) - 1, 0) };
}

/** Go to the beginning of another plan; there is none before the first and after the last. */
export function jump(place: Place, plan: number, counts: readonly number[]): Place {
	return plan in counts ? { plan, screen: 0 } : place;
}

/** Keep a place that was remembered within what there is by now. */
export function within(place: Place, counts: readonly number[]): Place {
	const plan = Math.min(Math.max(place.plan, 0), Math.max(counts.length - 1, 0));
	return { plan, screen: Math.min(Math.max(place.screen, 0), Math.max((counts[plan] ?? 1) - 1, 0)) };
}

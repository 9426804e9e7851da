import { Problem } from '$lib/api/problem';
import { say, type PlanDeskKey } from './i18n';

const KNOWN = new Set(['stale', 'step_unavailable', 'plan_incomplete', 'plan_locked', 'fields_changed']);

export const isStale = (problem: unknown): boolean => problem instanceof Problem && problem.code === 'stale';

/** Say in the visitor's language why something was refused, where that can be said in one line. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem) || !KNOWN.has(problem.code)) return null;
	return say(`refused.${problem.code}` as PlanDeskKey);
}

/** What the server says of a field of the body, by its JSON pointer. */
export function faultAt(problem: unknown, pointer: string): string | undefined {
	return problem instanceof Problem ? problem.of(pointer) : undefined;
}

/** Whether things stand otherwise than the page shows, so that it is worth reading again. */
export const isOutdated = (problem: unknown): boolean =>
	problem instanceof Problem && (problem.status === 409 || problem.status === 412);

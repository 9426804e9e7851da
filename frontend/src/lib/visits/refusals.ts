import { Problem } from '$lib/api/problem';
import { say, type VisitKey } from './i18n';

const KNOWN = new Set([
	'option_withdrawn',
	'ranking_closed',
	'visit_full',
	'visit_not_offered',
	'not_taking_part',
	'plan_outdated',
	'questions_full',
	'visit_stage_unavailable',
	'stale'
]);

export const isRefusal = (problem: unknown, code: string): problem is Problem =>
	problem instanceof Problem && problem.code === code;

/** Say in the visitor's language why something was refused, where that can be said in one line. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem) || !KNOWN.has(problem.code)) return null;
	return say(`refused.${problem.code}` as VisitKey);
}

/**
 * Whether things stand otherwise than the page shows, so that it is worth reading again. Without an answer it is not: the
 * page would be gone, and with it what was typed.
 */
export const isOutdated = (problem: unknown): boolean =>
	problem instanceof Problem &&
	(problem.status === 409 || problem.status === 412) &&
	problem.code !== 'ranking_closed';

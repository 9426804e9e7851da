import { Problem } from '$lib/api/problem';
import { say } from './i18n';

/** Say in the reader's language why something was refused, where that can be said in one line. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem)) return null;
	if (problem.status === 412) return say('refused.stale');
	return problem.code === 'announcement_over' ? say('refused.announcement_over') : null;
}

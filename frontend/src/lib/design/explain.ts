import { Problem } from '$lib/api/problem';
import { t, type MessageKey } from '$lib/i18n';

/** Say in the visitor's language what happened and what to do about it. */
export function explain(problem: unknown): { title: string; advice: string } {
	const kind = kindOf(problem);
	const advice =
		kind === 'throttled' && problem instanceof Problem && problem.retryAfter
			? t('error.throttled.advice_in', { count: Math.ceil(problem.retryAfter / 60) })
			: t(`error.${kind}.advice` as MessageKey);
	return { title: t(`error.${kind}.title` as MessageKey), advice };
}

const BY_STATUS: Record<number, string> = {
	0: 'unreachable',
	401: 'signed_out',
	403: 'forbidden',
	404: 'not_found',
	409: 'conflict',
	412: 'stale',
	422: 'invalid',
	428: 'stale',
	429: 'throttled',
	503: 'away',
	507: 'full'
};

/** Whether it is only refused because signing in was too long ago. */
export function needsFreshLogin(problem: unknown): boolean {
	return problem instanceof Problem && problem.code === 'fresh_login_needed';
}

function kindOf(problem: unknown): string {
	if (!(problem instanceof Problem)) return 'unexpected';
	if (needsFreshLogin(problem)) return 'fresh_login';
	return BY_STATUS[problem.status] ?? (problem.status >= 500 ? 'server' : 'unexpected');
}

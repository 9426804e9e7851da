import { Problem } from '$lib/api/problem';
import { say, type DelegationKey } from './i18n';

const KNOWN = new Set([
	'seats_taken',
	'taken',
	'letters_sent',
	'address_registered',
	'nominations_closed',
	'delegation_closed',
	'transition_unavailable',
	'step_unavailable',
	'stale'
]);

/** Say in the visitor's language why something was refused, where that can be said in one line. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem) || !KNOWN.has(problem.code)) return null;
	return say(`refused.${problem.code}` as DelegationKey);
}

/** Say what is wrong with the field at a JSON pointer: in the visitor's language where the reason is known. */
export function faultAt(problem: unknown, pointer: string): string | undefined {
	if (!(problem instanceof Problem)) return undefined;
	const detail = problem.of(pointer);
	if (!detail) return undefined;
	const refused = refusalOf(problem);
	if (refused) return refused;
	if (pointer.endsWith('/email')) return say('refused.email');
	return pointer.startsWith('/seats') ? say('refused.seats') : detail;
}

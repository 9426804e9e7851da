import { Problem } from '$lib/api/problem';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { say, type CaseStudyKey } from './i18n';
import type { Item, Part, Status, Words } from './types';

/** Return a text in the language of the interface, else in the edition's own. */
export const inOwn = (words: Words | null | undefined, fallback = ''): string =>
	inLanguage(words ?? undefined, i18n.language, fallback);

export const sayStatus = (status: Status): string => say(`status.${status}` as CaseStudyKey);
export const sayPart = (part: Part): string => say(`part.${part}` as CaseStudyKey);

export const TONES = {
	draft: 'tentative',
	submitted: 'changed',
	selected: 'confirmed',
	reserve: 'tentative',
	not_selected: 'plain',
	presented: 'confirmed',
	withdrawn: 'cancelled'
} as const;

/** Whose a case study is: the city and who presents it, as far as they are known. */
export const sayWhose = (of: Pick<Item, 'presenter' | 'delegation'>, fallback: string): string =>
	[inOwn(of.delegation?.city, fallback), of.presenter.name].filter(Boolean).join(' · ');

const KNOWN = new Set([
	'call_closed',
	'case_study_incomplete',
	'case_study_step_unavailable',
	'presenter_missing',
	'taken',
	'stale',
	'in_use'
]);

/** Say why something was refused, where that can be said in one line. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem) || !KNOWN.has(problem.code)) return null;
	return say(`refused.${problem.code}` as CaseStudyKey);
}

/** Whether things stand otherwise than the page shows, so that it is worth reading again. */
export const isOutdated = (problem: unknown): boolean =>
	problem instanceof Problem && (problem.status === 409 || problem.status === 412);

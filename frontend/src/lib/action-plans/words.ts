import { i18n } from '$lib/i18n';
import { ownZone, writeMoment } from '$lib/programme/dates';
import { say, type PlanKey } from './i18n';
import { choiceLabel, patternOf } from './labels';
import { sdgTitle } from './labels/sdg';
import type { Value } from './draft';
import { ruleOf } from './rows';
import type { Author, Owner, Sources, Words } from './types';
import { writeAmount } from './values';

/** One's own language of several, else the edition's, else any. */
export function inWords(words: Words | null | undefined, fallback: string): string {
	return words?.[i18n.language] ?? words?.[fallback] ?? Object.values(words ?? {})[0] ?? '';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Write an ISO day, such as "1 Nov 2031". A format is made once: two hundred lines write two days each. */
export function writeDate(day: string): string {
	const locale = i18n.language === 'en' ? 'en-GB' : i18n.language;
	let format = formats.get(locale);
	if (!format) {
		format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
		formats.set(locale, format);
	}
	const at = new Date(`${day}T00:00:00Z`);
	return Number.isNaN(at.getTime()) ? day : format.format(at);
}

export const writeWhen = (moment: string): string => writeMoment(moment, ownZone(), i18n.language);

export const nameOf = (by: Author | { name: string | null } | null | undefined): string =>
	by?.name ?? say('talk.somebody');

/** Name what a list of the edition's calls a code or an id. */
export function titleIn(sources: Sources | null, vocabulary: string, code: string, fallback: string): string {
	if (vocabulary === 'sdg') return `${code} ${sdgTitle(code)}`;
	const list = vocabulary === 'pillars' ? sources?.pillars : sources?.strengths;
	const found = list?.find(({ key }) => key === code);
	return found ? inWords(found.name, fallback) : code;
}

/** Name a learning source. */
export function sourceTitle(sources: Sources | null, id: string, fallback: string): string | null {
	const event = [...(sources?.sessions ?? []), ...(sources?.visits ?? [])].find((one) => one.id === id);
	if (event) return inWords(event.title, fallback);
	const study = sources?.case_studies.find((one) => one.id === id);
	return study ? [study.title, inWords(study.city, fallback)].filter(Boolean).join(' – ') : null;
}

/** Whose a plan is: the city's, or a trainee's by name. */
export function ownerOf(plan: {
	owner: Owner;
	owner_kind: string;
	edition: { default_language: string };
}): string {
	const city = inWords(plan.owner.city, plan.edition.default_language);
	return (plan.owner_kind === 'trainee' ? plan.owner.name : city) || city || say('talk.somebody');
}

/** Write the value of any field for reading. */
export function writeValue(path: string, given: unknown, sources: Sources | null, fallback: string): string {
	const value = (given ?? null) as Value;
	const rule = ruleOf(path);
	if (value === null || value === '') return say('nothing');
	if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
	if (rule?.kind === 'choice') return choiceLabel(patternOf(path), String(value));
	if (rule?.kind === 'date') return writeDate(String(value));
	if (rule?.kind === 'amount') return writeAmount(String(value), i18n.language);
	if (rule?.kind === 'reference')
		return sourceTitle(sources, String(value), fallback) ?? say('source.unknown');
	if (Array.isArray(value)) {
		return value.map((code) => titleIn(sources, rule?.vocabulary ?? '', code, fallback)).join(', ');
	}
	return String(value);
}

const FAULTS = new Set([
	'dates_reversed',
	'period_reversed',
	'action_outside',
	'milestone_outside',
	'amount_without_currency',
	'amount_without_year',
	'source_unknown',
	'code_unknown'
]);

export const faultWords = (code: string): string =>
	say(`fault.${FAULTS.has(code) ? code : 'other'}` as PlanKey);

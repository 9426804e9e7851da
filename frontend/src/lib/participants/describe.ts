import { i18n } from '$lib/i18n';
import { say, type ParticipantKey } from './i18n';
import type { BulkResult, Participant, RequirementState, Status, Words } from './types';

/** Return the text that the reader understands best. */
export function inOwnWords(words: Words | null | undefined, fallback?: string): string {
	if (!words) return '';
	return words[i18n.language] ?? (fallback ? words[fallback] : undefined) ?? Object.values(words)[0] ?? '';
}

export const sayStatus = (status: Status): string => say(`status.${status}` as ParticipantKey);
export const sayState = (state: RequirementState): string => say(`state.${state}` as ParticipantKey);
export const sayKind = (kind: string): string => say(`kind.${kind}` as ParticipantKey);

const TONES = {
	draft: 'tentative',
	submitted: 'changed',
	accepted: 'confirmed',
	waitlisted: 'tentative',
	declined: 'cancelled',
	cancelled: 'cancelled'
} as const;

export const toneOf = (status: Status) => TONES[status];

/** Say why one of many could not be done. */
export function sayRefusal(result: BulkResult): string {
	const known = [
		'places_taken',
		'seats_taken',
		'transition_unavailable',
		'stale',
		'not_found'
	] as const satisfies string[];
	const code = known.find((one) => one === result.code);
	return code ? say(`refused.${code}` as ParticipantKey) : (result.detail ?? '');
}

/** Write a country's code as its name in the reader's language. */
export function sayCountry(code: string | null): string {
	if (!code) return '';
	try {
		return new Intl.DisplayNames([i18n.language], { type: 'region' }).of(code) ?? code;
	} catch {
		return code;
	}
}

/** Write a date without a time, such as "20 September 2019". */
export function writeDate(day: string): string {
	const locale = i18n.language === 'en' ? 'en-GB' : i18n.language;
	return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

export const COLUMNS = [
	'status',
	'kind',
	'city',
	'capacity',
	'country',
	'organisation',
	'position',
	'email',
	'language',
	'nationality',
	'phone',
	'updated_at'
] as const;
export type Column = (typeof COLUMNS)[number];
export const FIRST_COLUMNS: readonly Column[] = ['status', 'kind', 'city', 'country', 'organisation'];

/** Return what stands in a column of the list; the status is drawn, not written. */
export function cellOf(row: Participant, column: Column): string {
	switch (column) {
		case 'kind':
			return sayKind(row.kind);
		case 'city':
			return inOwnWords(row.delegation?.city);
		case 'capacity':
			return row.capacity ? say(`capacity.${row.capacity}` as ParticipantKey) : '';
		case 'country':
		case 'nationality':
			return sayCountry(row[column]);
		case 'updated_at':
			return writeDate(row.updated_at);
		case 'status':
			return sayStatus(row.status);
		default:
			return row[column] ?? '';
	}
}

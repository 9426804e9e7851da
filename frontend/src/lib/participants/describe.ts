import { countryName } from '$lib/countries';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { writeDays } from '$lib/programme/dates';
import { say, type ParticipantKey } from './i18n';
import type { BulkResult, Participant, RequirementState, Status, Words } from './types';

/** Return the text that the reader understands best. */
export function inOwnWords(words: Words | null | undefined, fallback?: string): string {
	return inLanguage(words ?? undefined, i18n.language, fallback ?? '');
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
export const sayCountry = (code: string | null): string => (code ? countryName(code, i18n.language) : '');

/** Write a date without a time, such as "20 September 2019". */
export const writeDate = (day: string): string => writeDays([day], i18n.language);

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

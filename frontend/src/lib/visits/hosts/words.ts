import { Problem } from '$lib/api/problem';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { cityOf, writeDay, writeTime } from '$lib/programme/dates';
import { say, type HostKey } from './i18n';
import type { Status } from './types';

const KNOWN = new Set(['stale', 'visit_called_off']);

export const TONES: Record<Status, 'plain' | 'tentative' | 'confirmed' | 'cancelled'> = {
	not_asked: 'plain',
	asked: 'tentative',
	confirmed: 'confirmed',
	declined: 'cancelled'
};

interface Span {
	starts_at: string;
	ends_at: string;
}

/** Return a text in the language of the interface, else in the edition's own. */
export const inOwn = (words: Record<string, string>, fallback: string): string =>
	inLanguage(words, i18n.language, fallback);

/** Return an address as it stands on the house, and the visitor's own words for it where they differ. */
export function addressLines(address: Record<string, string>, fallback: string): string[] {
	const own = inOwn(address, fallback);
	return [own, ...Object.values(address).filter((line) => line !== own)].filter(Boolean);
}

export const writeDate = (span: Span, zone: string): string => writeDay(span.starts_at, zone, i18n.language);

export const writeTimes = (span: Span, zone: string): string =>
	say('page.times', {
		from: writeTime(span.starts_at, zone),
		until: writeTime(span.ends_at, zone),
		city: cityOf(zone)
	});

/** Say in one line why something was refused, where that can be said. */
export function refusalOf(problem: unknown): string | null {
	if (!(problem instanceof Problem) || !KNOWN.has(problem.code)) return null;
	return say(`refused.${problem.code}` as HostKey);
}

/** Whether an answer was refused since what is shown is not how things stand any more. */
export const isOutdated = (problem: unknown): boolean =>
	['stale', 'visit_called_off', 'host_link_dead'].some((code) => hasCode(problem, code));

export const hasCode = (problem: unknown, code: string): boolean =>
	problem instanceof Problem && problem.code === code;

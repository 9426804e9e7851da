import { choiceLabel } from '$lib/action-plans/labels';
import { writeAmount as writePlain } from '$lib/action-plans/values';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { writeAmount as writeMoney } from '$lib/plan-desk/figures';
import { writeDays } from '$lib/programme/dates';
import { say, type FollowUpKey } from './i18n';
import type { Fault, Period, Progress, Rating, ReportState, Value, Words } from './types';

export const PHASES = [
	'not_started',
	'planning',
	'implementation',
	'completed',
	'paused',
	'abandoned'
] as const;
export const HEALTHS = ['on_track', 'at_risk', 'off_track'] as const;
export const MILESTONE_STATES = ['scheduled', 'met', 'partially_met', 'not_met'] as const;
export const RATINGS = [
	'no_evidence',
	'not_started',
	'limited',
	'substantial',
	'complete'
] as const satisfies Rating[];

/** Return a text in the language of the interface, else in the edition's own. */
export const inOwn = (words: Words | null | undefined, fallback: string): string =>
	inLanguage(words ?? undefined, i18n.language, fallback);

export const sayPeriod = (period: Period, fallback: string): string => inOwn(period.name, fallback);

export const writeDate = (day: string): string => writeDays([day.slice(0, 10)], i18n.language);

export const writeSpan = (from: string | null, until: string | null): string =>
	writeDays(
		[from, until].filter((day) => day !== null),
		i18n.language
	);

/** Write an amount with its currency's code, to the cent as it was given: a currency without cents may have some. */
export function writeAmount(amount: string | null, currency: string | null): string {
	if (amount === null) return '–';
	if (!/^\d+(\.\d+)?$/.test(amount)) return amount;
	if (!currency) return writePlain(amount, i18n.language);
	// In a narrow column the currency goes on a line of its own, before its letters or the figure are parted.
	return writeMoney(amount, currency, i18n.language).replace('\u00a0', ' ');
}

export const sayState = (state: ReportState): string => say(`state.${state}`);
export const sayRating = (rating: Rating): string => say(`rating.${rating}`);
export const sayFault = (fault: Fault): string => say(`fault.${fault.code}` as FollowUpKey);

export const TONES = {
	not_begun: 'plain',
	upcoming: 'plain',
	due: 'tentative',
	late: 'changed',
	silent: 'cancelled',
	complete: 'confirmed'
} as const satisfies Record<ReportState, string>;

/** Say in one's own language why a field was refused; what is not known is said in the server's words. */
export function sayRefused(path: string, detail: string): string {
	if (detail.startsWith('at most')) return say('refused.long');
	const name = path.split('/').at(-1);
	const inside = path.includes('/');
	if (inside && path.startsWith('budget/') && name === 'actual') return say('refused.amount');
	if (name === 'currency') return say('refused.currency');
	if (['actual_start', 'actual_end', 'met_on', 'ends'].includes(name ?? '')) return say('refused.date');
	return say('refused.other', { detail });
}

/** Say what stands in a field of choices, of text or of days. */
export function sayValue(path: string, value: Value): string {
	if (value === null || value === '') return say('conflict.nothing');
	if (path === 'phase') return sayPhase(String(value));
	if (path === 'health') return choiceLabel('actions/*/health', String(value));
	if (path.endsWith('/state')) return choiceLabel('actions/*/milestones/*/state', String(value));
	return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? writeDate(String(value)) : String(value);
}

export const sayPhase = (phase: string): string =>
	phase === 'unknown' ? say('progress.unknown') : choiceLabel('actions/*/phase', phase);

/** How many actions are in each phase, those that nobody spoke of last; phases without any are left out. */
export const partsOf = ({ phases }: Progress): { phase: string; count: number }[] =>
	[...PHASES, 'unknown']
		.map((phase) => ({ phase, count: phases[phase] ?? 0 }))
		.filter(({ count }) => count > 0);

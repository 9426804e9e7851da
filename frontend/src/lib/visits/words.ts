import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { writeDay, writeTime } from '$lib/programme/dates';
import { say } from './i18n';
import type { Round, Stage, Stop, Words } from './types';

/** Return a text in the language of the interface, else in the edition's own. */
export const inOwn = (words: Words | null | undefined, fallback = ''): string =>
	inLanguage(words ?? undefined, i18n.language, fallback);

/** Return the letter by which the desk calls an option: A to Z, then AA. Wishes are numbers, so options are letters. */
export function letterOf(index: number): string {
	const last = String.fromCharCode(65 + (index % 26));
	return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** How the options of a round are called: by their letter, and in full. */
export interface Names {
	letter: (option: string) => string;
	title: (option: string) => string;
	full: (option: string) => string;
}

export function namesOf(round: Pick<Round, 'options'>, fallback: string): Names {
	const at = new Map(round.options.map((option, i) => [option.option_id, i]));
	const letter = (id: string) => (at.has(id) ? letterOf(at.get(id) as number) : '');
	const title = (id: string) => inOwn(round.options[at.get(id) ?? -1]?.title, fallback);
	return { letter, title, full: (id) => say('option.named', { letter: letter(id), title: title(id) }) };
}

/** Write a day and its times, such as "Tuesday 29 October 2019, 13:30–18:00". */
export function writeSpan(of: { starts_at: string; ends_at: string }, zone: string): string {
	const day = writeDay(of.starts_at, zone, i18n.language);
	return say('board.span', {
		day,
		from: writeTime(of.starts_at, zone),
		until: writeTime(of.ends_at, zone)
	});
}

/** Write when and where a stop is, such as "14:00, Seoul Innovation Park". */
export function writeStop(stop: Stop, zone: string, fallback: string): string {
	const place = inOwn(stop.title, fallback) || inOwn(stop.venue, fallback);
	return stop.starts_at ? say('board.stop_at', { time: writeTime(stop.starts_at, zone), place }) : place;
}

export const sayStage = (stage: Stage, version: number): string =>
	say(version ? `stage.${stage}` : 'stage.unplanned');

export const STAGE_TONES = { preparing: 'plain', ranking: 'changed', assigned: 'confirmed' } as const;

/** Whether a moment has passed. */
export const passed = (moment: string | null, now = Date.now()): boolean =>
	moment !== null && Date.parse(moment) <= now;

/** How many people are placed on options that do not take place any more, and have to be placed anew. */
export const countStranded = (options: readonly { offered: boolean; placed: number }[]): number =>
	options.reduce((sum, { offered, placed }) => sum + (offered ? 0 : placed), 0);

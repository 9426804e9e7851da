import { i18n } from '$lib/i18n';
import { writeList } from '$lib/programme/dates';
import { say, type VisitKey } from './i18n';
import type { Because, Explanation } from './types';

/** What a sentence is made of: the reason, its details, and what the options are called. */
export interface Reason {
	because: Because;
	rank: number | null;
	explanation: Partial<Explanation>;
	waitlist_position?: number | null;
}

type NameOf = (option: string) => string;

const list = (options: readonly string[], nameOf: NameOf): string =>
	writeList(options.map(nameOf), i18n.language);

/** Say to somebody why they are where they are, one whole sentence after the other. */
export function sentencesOf(reason: Reason, nameOf: NameOf): string[] {
	const { because, rank, explanation, waitlist_position: position } = reason;
	const { full = [], not_running = [], moved_from = null } = explanation;
	const sentences = [say(`why.${because}`, rank === null ? {} : { rank })];
	if (because === 'waitlisted' && position) sentences.push(say('why.position', { position }));
	if (because === 'pinned') return sentences;
	if (full.length) sentences.push(say('why.full', { count: full.length, options: list(full, nameOf) }));
	if (not_running.length)
		sentences.push(say('why.not_running', { count: not_running.length, options: list(not_running, nameOf) }));
	// Nothing that they want more is out of reach, and they were not where they are: others need them here.
	if (because === 'lower_choice' && !full.length && !not_running.length) sentences.push(say('why.needed'));
	if (moved_from) sentences.push(say('why.moved', { option: nameOf(moved_from) }));
	return sentences;
}

/** Say the same to an organiser, in a few words. */
export function reasonOf({ because, rank, explanation }: Reason, nameOf: NameOf): string {
	const { full = [], not_running = [] } = explanation;
	let reason = say(`short_why.${because}` as VisitKey, rank === null ? {} : { rank });
	if (because === 'pinned') return reason;
	if (full.length) reason = say('short_why.full', { reason, options: list(full, nameOf) });
	if (not_running.length)
		reason = say('short_why.not_running', { reason, options: list(not_running, nameOf) });
	return reason;
}

import { i18n, type Language } from '$lib/i18n';
import { writeList } from '$lib/programme/dates';
import { say, type Say, type VisitKey } from './i18n';
import type { Because, Explanation } from './types';

/** What a sentence is made of: the reason, its details, and what the options are called. */
export interface Reason {
	because: Because;
	rank: number | null;
	explanation: Partial<Explanation>;
	waitlist_position?: number | null;
}

type NameOf = (option: string) => string;

/** In which language something is said; the page's, unless it is what somebody else reads. */
export interface Spoken {
	say: Say;
	language: Language;
}

const here = (): Spoken => ({ say, language: i18n.language });

/** Return what options are called; one that the programme has lost since has no name and is not spoken of. */
const namesOf = (options: readonly string[] | undefined, nameOf: NameOf): string[] =>
	(options ?? []).map(nameOf).filter(Boolean);

/** Say to somebody why they are where they are, one whole sentence after the other. */
export function sentencesOf(reason: Reason, nameOf: NameOf, { say, language }: Spoken = here()): string[] {
	const { because, rank, explanation, waitlist_position: position } = reason;
	const sentences = [say(`why.${because}`, rank === null ? {} : { rank })];
	if (because === 'waitlisted' && position) sentences.push(say('why.position', { position }));
	if (because === 'pinned') return sentences;
	const full = namesOf(explanation.full, nameOf);
	const gone = namesOf(explanation.not_running, nameOf);
	const [before] = namesOf(explanation.moved_from ? [explanation.moved_from] : [], nameOf);
	if (full.length)
		sentences.push(say('why.full', { count: full.length, options: writeList(full, language) }));
	if (gone.length)
		sentences.push(say('why.not_running', { count: gone.length, options: writeList(gone, language) }));
	// Nothing that they want more is out of reach, and they were not where they are: others need them here.
	const free = !explanation.full?.length && !explanation.not_running?.length;
	if (because === 'lower_choice' && free) sentences.push(say('why.needed'));
	if (before) sentences.push(say('why.moved', { option: before }));
	return sentences;
}

/** Say the same to an organiser, in a few words. */
export function reasonOf({ because, rank, explanation }: Reason, nameOf: NameOf): string {
	let reason = say(`short_why.${because}` as VisitKey, rank === null ? {} : { rank });
	if (because === 'pinned') return reason;
	const full = namesOf(explanation.full, nameOf);
	const gone = namesOf(explanation.not_running, nameOf);
	if (full.length) reason = say('short_why.full', { reason, options: writeList(full, i18n.language) });
	if (gone.length) reason = say('short_why.not_running', { reason, options: writeList(gone, i18n.language) });
	return reason;
}

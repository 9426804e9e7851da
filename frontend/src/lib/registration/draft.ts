import { stored } from '$lib/stored';
import { isEmpty } from './questions';
import { TEXTS, type Answer, type Draft, type Standing } from './types';

/** What was typed on this device and the server does not have yet, with what it was typed upon. */
export interface Kept {
	base: Draft;
	draft: Draft;
}

/** Return one's registration as it stands in the page; a new one where there is none. */
export function toDraft({ registration, form, edition }: Standing, language: string): Draft {
	const texts = Object.fromEntries(TEXTS.map((name) => [name, registration?.[name] ?? '']));
	return {
		...(texts as Record<(typeof TEXTS)[number], string>),
		kind: registration?.kind ?? form?.kinds[0] ?? 'trainee',
		language: registration?.language ?? language ?? edition.default_language,
		answers: { ...((registration?.answers ?? {}) as Record<string, Answer>) },
		consents: [...(registration?.consents ?? [])]
	};
}

/** Return a draft as the API takes it: what is empty is left out. */
export function toBody(draft: Draft) {
	const texts = Object.fromEntries(TEXTS.map((name) => [name, draft[name].trim() || null]));
	const answers = Object.fromEntries(Object.entries(draft.answers).filter(([, answer]) => !isEmpty(answer)));
	return { ...texts, kind: draft.kind, language: draft.language, answers, consents: draft.consents };
}

/** Whether two drafts say the same. */
export function same(a: Draft, b: Draft): boolean {
	return JSON.stringify(flat(a)) === JSON.stringify(flat(b));
}

/** One value a place: what can be changed here and elsewhere without touching each other. */
function flat(draft: Draft): Record<string, Answer> {
	const answers = Object.entries(draft.answers).filter(([, answer]) => !isEmpty(answer));
	const entries: [string, Answer][] = [
		...TEXTS.map((name): [string, Answer] => [`/${name}`, draft[name].trim()]),
		['/kind', draft.kind],
		['/language', draft.language],
		...answers.map(([key, answer]): [string, Answer] => [`/answers/${key}`, answer]),
		...draft.consents.map((key): [string, Answer] => [`/consents/${key}`, true])
	];
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unflat(places: Record<string, Answer>, draft: Draft): Draft {
	const made: Draft = { ...draft, answers: {}, consents: [] };
	for (const name of TEXTS) made[name] = (places[`/${name}`] as string | undefined) ?? '';
	made.kind = places['/kind'] as Draft['kind'];
	made.language = places['/language'] as string;
	for (const [place, answer] of Object.entries(places)) {
		if (place.startsWith('/answers/')) made.answers[place.slice('/answers/'.length)] = answer;
		if (place.startsWith('/consents/') && answer) made.consents.push(place.slice('/consents/'.length));
	}
	return made;
}

const equal = (a: Answer | undefined, b: Answer | undefined) =>
	JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Put together what was changed here and what was changed elsewhere since `base`. Where both changed the same place,
 * what was typed here stays, and the place is named.
 */
export function merge(base: Draft, here: Draft, there: Draft): { draft: Draft; both: string[] } {
	const [before, mine, theirs] = [flat(base), flat(here), flat(there)];
	const merged: Record<string, Answer> = {};
	const both: string[] = [];
	for (const place of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(before)])) {
		const changedHere = !equal(mine[place], before[place]);
		const changedThere = !equal(theirs[place], before[place]);
		const chosen = changedHere ? mine[place] : theirs[place];
		if (changedHere && changedThere && !equal(mine[place], theirs[place])) both.push(place);
		if (chosen !== undefined && chosen !== '') merged[place] = chosen;
	}
	return { draft: unflat(merged, here), both };
}

/** Return a draft with the places that were refused as they were saved last: the rest of it can be kept. */
export function withoutRefused(draft: Draft, saved: Draft, places: readonly string[]): Draft {
	const [mine, before] = [flat(draft), flat(saved)];
	for (const place of places) {
		const kept = before[place];
		if (kept === undefined) delete mine[place];
		else mine[place] = kept;
	}
	return unflat(mine, draft);
}

/** Where this device keeps what one account has typed for one edition until the server has it. */
export function keptFor(slug: string, account: string) {
	const place = stored(`madang:registration:${slug}:${account}`);
	return {
		read(): Kept | null {
			try {
				const kept = JSON.parse(place.read() ?? 'null') as Kept | null;
				return kept?.base && kept.draft ? kept : null;
			} catch {
				return null;
			}
		},
		write: (kept: Kept | null): void => place.write(kept && JSON.stringify(kept))
	};
}

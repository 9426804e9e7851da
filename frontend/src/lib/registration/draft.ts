import type { Places, Shape } from '$lib/autosave/places';
import { isEmpty } from './questions';
import { TEXTS, type Answer, type Draft, type Standing } from './types';

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

/** One value a place: what can be changed here and elsewhere without touching each other. */
function flat(draft: Draft): Places {
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

function unflat(places: Places, draft: Draft): Draft {
	const made: Draft = { ...draft, answers: {}, consents: [] };
	for (const name of TEXTS) made[name] = (places[`/${name}`] as string | undefined) ?? '';
	made.kind = places['/kind'] as Draft['kind'];
	made.language = places['/language'] as string;
	for (const [place, answer] of Object.entries(places)) {
		if (place.startsWith('/answers/')) made.answers[place.slice('/answers/'.length)] = answer as Answer;
		if (place.startsWith('/consents/') && answer) made.consents.push(place.slice('/consents/'.length));
	}
	return made;
}

/** How a draft is put together of what was typed in several places. */
export const SHAPE: Shape<Draft> = { flat, unflat };

import type { Form } from '$lib/autosave/autosave.svelte';
import type { Places, Shape } from '$lib/autosave/places';
import { ofOwn } from '../api';
import type { Changes, OwnStudy } from '../types';

export const TEXTS = ['title', 'stakeholders', 'results', 'lessons'] as const;
export const EXAMPLES_MOST = 2;

/** The words of a case study as they stand in the form. There is always a first example to write into. */
export interface Draft extends Record<(typeof TEXTS)[number], string> {
	language: string;
	examples: { title: string; text: string }[];
}

export function toDraft({ title, stakeholders, results, lessons, language, examples }: OwnStudy): Draft {
	const own = examples.map((example) => ({ ...example }));
	return {
		title,
		stakeholders,
		results,
		lessons,
		language,
		examples: own.length ? own : [{ title: '', text: '' }]
	};
}

/** Places of a draft: each text, and each text of each example, is one. */
export const SHAPE: Shape<Draft> = {
	flat(draft) {
		const entries = [
			...TEXTS.map((name) => [`/${name}`, draft[name].trim()]),
			['/language', draft.language],
			...draft.examples.flatMap(({ title, text }, i) => [
				[`/examples/${i}/title`, title.trim()],
				[`/examples/${i}/text`, text.trim()]
			])
		] as [string, string][];
		return Object.fromEntries(entries.filter(([, text]) => text).sort(([a], [b]) => (a < b ? -1 : 1)));
	},
	unflat(places: Places, draft) {
		const text = (place: string) => (places[place] as string | undefined) ?? '';
		const written = Array.from({ length: EXAMPLES_MOST }, (_, i) => ({
			title: text(`/examples/${i}/title`),
			text: text(`/examples/${i}/text`)
		}));
		// One that was opened to be written stays open, one that somebody else wrote is shown.
		const shown = written.findLastIndex(({ title, text: words }) => title || words) + 1;
		const made = { ...draft, language: text('/language') || draft.language } as Draft;
		for (const name of TEXTS) made[name] = text(`/${name}`);
		made.examples = written.slice(0, Math.max(1, shown, draft.examples.length));
		return made;
	}
};

/** Return what differs from how it was saved, as the API takes it; examples go whole. */
export function changesOf(draft: Draft, saved: Draft): Partial<Changes> {
	const [now, before] = [SHAPE.flat(draft), SHAPE.flat(saved)];
	const differs = (place: string) => now[place] !== before[place];
	const changes: Partial<Changes> = {};
	for (const name of TEXTS) if (differs(`/${name}`)) changes[name] = draft[name].trim() || null;
	if (differs('/language')) changes.language = draft.language;
	const examples = [...Object.keys(now), ...Object.keys(before)].filter((place) =>
		place.startsWith('/examples/')
	);
	if (examples.some(differs)) {
		changes.examples = draft.examples.map(({ title, text }) => ({
			title: title.trim() || null,
			text: text.trim() || null
		}));
	}
	return changes;
}

/** One's case study as it is kept while one writes. */
export const formIn = (slug: string): Form<Draft, OwnStudy> => ({
	...SHAPE,
	toDraft,
	save: (draft, study) => ofOwn(slug).change(study, changesOf(draft, toDraft(study))),
	may: ({ may_write }) => may_write,
	byItself: ({ status }) => status === 'draft'
});

/** Where this device keeps what one account has typed. */
export const placeOf = (study: string, account: string): string => `madang:case-study:${study}:${account}`;

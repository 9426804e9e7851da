import { catalogue } from '$lib/i18n';
import type { PlanWords } from './words/keys';

// What a plan is made of, in the reader's language: each field and row by its pattern, such as `actions/*/title`, and
// each choice. A page waits for `ready()` in its `load`. Goals and targets are apart (`./sdg`): they are many.
const { t, ready } = catalogue<PlanWords>({
	en: () => import('./words/en.json'),
	ko: () => import('./words/ko.json'),
	fr: () => import('./words/fr.json'),
	es: () => import('./words/es.json')
});

export { ready };
export type LabelKey = keyof PlanWords;

/** Which list of choices a field takes; the same name means other things in other rows. */
const CHOICES: Record<string, string> = {
	'learning/*/kind': 'source_kind',
	'actions/*/learning/*/kind': 'source_kind',
	'support/*/kind': 'support_kind',
	'actions/*/organisations/*/kind': 'body_kind',
	'actions/*/organisations/*/role': 'role',
	'actions/*/milestones/*/state': 'milestone_state',
	'actions/*/indicators/*/level': 'level',
	'actions/*/priority': 'priority',
	'actions/*/phase': 'phase',
	'actions/*/health': 'health'
};

/** The pattern of a path, with `*` for the ids of rows: every second part is one. */
export function patternOf(path: string): string {
	return path
		.split('/')
		.map((part, at) => (at % 2 ? '*' : part))
		.join('/');
}

/** The name of a field, or of one row, by its pattern. */
export function label(pattern: string): string {
	return t(pattern as LabelKey);
}

/** The name of all rows of one kind, such as `milestones`. */
export function rowsLabel(kind: string): string {
	return t(`rows.${kind}` as LabelKey);
}

/** One value of a field of choices, in words. */
export function choiceLabel(pattern: string, value: string): string {
	return t(`${CHOICES[pattern]}.${value}` as LabelKey);
}

import { catalogue } from '$lib/i18n';
import type { ProgrammeMessages } from './messages/keys';

/** The words of a session, a place and what is written about an edition: the agenda does without them. */
export const { t: say, ready } = catalogue<ProgrammeMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type ProgrammeKey = keyof ProgrammeMessages;

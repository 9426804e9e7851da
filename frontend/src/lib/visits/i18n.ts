import { catalogue, type Language } from '$lib/i18n';
import { voiceIn, type Voice } from '$lib/i18n/voice';
import type { VisitMessages } from './messages/keys';

const LANGUAGES: Record<Language, () => Promise<{ default: VisitMessages }>> = {
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
};

/** The words of study visits: the organisers' desk, and ranking. */
export const { t: say, ready } = catalogue<VisitMessages>(LANGUAGES);

export type VisitKey = keyof VisitMessages;
export type Say = Voice<VisitMessages>;

/** Return what says the same in a reader's language: what somebody is told of their visit is read in theirs. */
export const sayIn = (language: Language): Promise<Say> => voiceIn(LANGUAGES, language);

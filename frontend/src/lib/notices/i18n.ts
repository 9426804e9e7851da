import { catalogue, type Language } from '$lib/i18n';
import { voiceIn, type Voice } from '$lib/i18n/voice';
import { ready as readyVisits } from '$lib/visits/i18n';
import type { NoticeMessages } from './messages/keys';

const LANGUAGES: Record<Language, () => Promise<{ default: NoticeMessages }>> = {
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
};

/** The words of what people are told. */
export const { t: say, ready } = catalogue<NoticeMessages>(LANGUAGES);

/** Bring the words of whole notices: why somebody goes to a visit is said in the words of visits. */
export const readyToRead = (): Promise<unknown> => Promise.all([ready(), readyVisits()]);

export type NoticeKey = keyof NoticeMessages;
export type Say = Voice<NoticeMessages>;

/** Return what says the same in a reader's language: an organiser sees what each reads. */
export const sayIn = (language: Language): Promise<Say> => voiceIn(LANGUAGES, language);

import { catalogue } from '$lib/i18n';
import type { VisitMessages } from './messages/keys';

/** The words of study visits: the organisers' desk, and ranking. */
export const { t: say, ready } = catalogue<VisitMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type VisitKey = keyof VisitMessages;

import { catalogue } from '$lib/i18n';
import type { CaseStudyMessages } from './messages/keys';

/** The words of case studies: writing them, and organisers' desk. */
export const { t: say, ready } = catalogue<CaseStudyMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type CaseStudyKey = keyof CaseStudyMessages;

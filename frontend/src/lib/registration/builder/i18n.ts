import { catalogue } from '$lib/i18n';
import type { BuilderMessages } from './messages/keys';

/** The words of building a form: who registers does not load them. */
export const { t: say, ready } = catalogue<BuilderMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type BuilderKey = keyof BuilderMessages;

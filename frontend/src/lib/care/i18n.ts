import { catalogue } from '$lib/i18n';
import type { CareMessages } from './messages/keys';

/** The words of private details, visas and one's own data. */
export const { t: say, ready } = catalogue<CareMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type CareKey = keyof CareMessages;

import { catalogue } from '$lib/i18n';
import type { OrganiseMessages } from './messages/keys';

/** The words of the organisers' pages: a catalogue of their own, which visitors of the programme do not load. */
export const { t: say, ready } = catalogue<OrganiseMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type OrganiseKey = keyof OrganiseMessages;

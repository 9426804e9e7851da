import { catalogue } from '$lib/i18n';
import type { HostMessages } from './messages/keys';

/** The words of hosts, on their own page and on the organisers' desk. */
export const { t: say, ready } = catalogue<HostMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type HostKey = keyof HostMessages;

import { catalogue } from '$lib/i18n';
import type { DelegationMessages } from './messages/keys';

/** The words of delegations and their members. */
export const { t: say, ready } = catalogue<DelegationMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type DelegationKey = keyof DelegationMessages;

import { catalogue } from '$lib/i18n';
import type { AccountMessages } from './messages/keys';

/** The words of accounts, roles, mails and the audit log: visitors of the programme do not load them. */
export const { t: say, ready } = catalogue<AccountMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type AccountKey = keyof AccountMessages;

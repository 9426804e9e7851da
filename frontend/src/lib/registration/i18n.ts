import { catalogue } from '$lib/i18n';
import type { RegistrationMessages } from './messages/keys';

/** The words of registering; organisers, who build the form, have others. */
export const { t: say, ready } = catalogue<RegistrationMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type RegistrationKey = keyof RegistrationMessages;

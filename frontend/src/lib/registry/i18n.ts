import { catalogue } from '$lib/i18n';
import type { RegistryMessages } from './messages/keys';

/** The words of a plan's publication; the registry itself is drawn by the server. */
export const { t: say, ready } = catalogue<RegistryMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

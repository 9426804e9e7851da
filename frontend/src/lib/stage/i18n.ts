import { catalogue } from '$lib/i18n';
import type { StageMessages } from './messages/keys';

/** The words of what runs in the room. */
export const { t: say, ready } = catalogue<StageMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

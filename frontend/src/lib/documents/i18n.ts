import { catalogue } from '$lib/i18n';
import type { DocumentsMessages } from './messages/keys';

/** The words of taking a plan along as a file and bringing one back. */
export const { t: say, ready } = catalogue<DocumentsMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

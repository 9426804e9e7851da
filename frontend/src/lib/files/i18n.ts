import { catalogue } from '$lib/i18n';
import type { FilesMessages } from './messages/keys';

/** The words of handing in a file: whoever does not, does not load them. */
export const { t: say, ready } = catalogue<FilesMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

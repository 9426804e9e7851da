import { catalogue } from '$lib/i18n';
import type { AuditMessages } from './messages/keys';

/** The words of the audit log. */
export const { t: say, ready } = catalogue<AuditMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type AuditKey = keyof AuditMessages;

/** Say something that there may be no words for yet; null then. */
export function find(key: string, params?: Record<string, string>): string | null {
	const said = say(key as AuditKey, params);
	return said === key ? null : said;
}

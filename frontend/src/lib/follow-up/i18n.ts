import { catalogue } from '$lib/i18n';
import type { FollowUpMessages } from './messages/keys';

/** The words of follow-up: reporting, and how all plans get on. */
export const { t: say, ready } = catalogue<FollowUpMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type FollowUpKey = keyof FollowUpMessages;

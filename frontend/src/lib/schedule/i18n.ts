import { catalogue } from '$lib/i18n';
import type { ScheduleMessages } from './messages/keys';

/** The words of one's own schedule and of whom to call. */
export const { t: say, ready } = catalogue<ScheduleMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type ScheduleKey = keyof ScheduleMessages;

import { catalogue } from '$lib/i18n';
import type { PlanMessages } from './messages/keys';

/** The words of writing an action plan. */
export const { t: say, ready } = catalogue<PlanMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type PlanKey = keyof PlanMessages;

import { catalogue } from '$lib/i18n';
import type { PlanDeskMessages } from './messages/keys';

/** The words of action plans as organisers read, return and present them. */
export const { t: say, ready } = catalogue<PlanDeskMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type PlanDeskKey = keyof PlanDeskMessages & string;

import { catalogue } from '$lib/i18n';
import type { ParticipantMessages } from './messages/keys';

/** The words of participants, requirements and what one owes: visitors of the programme do not load them. */
export const { t: say, ready } = catalogue<ParticipantMessages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type ParticipantKey = keyof ParticipantMessages;

import type { VisaStatus } from './api';

/** Return where and when somebody applies and travels; whoever needs no visa says neither. */
export function journeyOf(status: VisaStatus, consulate: string, travelsOn: string) {
	const needed = status !== 'not_needed';
	return { consulate: (needed && consulate.trim()) || null, travels_on: (needed && travelsOn) || null };
}

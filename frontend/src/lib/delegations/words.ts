import { countryName } from '$lib/countries';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import type { Delegation } from './types';

/** Return what a city is called in the visitor's language. */
export function cityOf(delegation: Pick<Delegation, 'city'>): string {
	return inLanguage(delegation.city, i18n.language, 'en');
}

/** Return where a city is and who governs it, in one line. */
export function placeOf(delegation: Pick<Delegation, 'country' | 'local_government'>): string {
	const government = inLanguage(delegation.local_government, i18n.language, 'en');
	return [countryName(delegation.country, i18n.language), government].filter(Boolean).join(' · ');
}

/** Return how many seats there are in all, and how many of them are taken. */
export function seatsOf(delegation: Pick<Delegation, 'seats'>): { count: number; taken: number } {
	const sum = (of: 'seats' | 'taken') => delegation.seats.reduce((all, seats) => all + seats[of], 0);
	return { count: sum('seats'), taken: sum('taken') };
}

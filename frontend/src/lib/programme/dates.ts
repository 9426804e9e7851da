import type { Language } from '$lib/i18n/languages';

// British order, "28 October", as the server writes it.
const LOCALES: Record<Language, string> = { en: 'en-GB', ko: 'ko-KR', fr: 'fr', es: 'es' };

/** Write days as one span, such as "28 October – 1 November 2019". `days` are ISO dates, ascending. */
export function writeDays(days: readonly string[], language: Language): string {
	const first = days[0];
	const last = days.at(-1);
	if (!first || !last) return '';
	const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' });
	return format.formatRange(new Date(first), new Date(last));
}

/** Write the day of a moment in a zone, such as "Monday 28 October 2019". */
export function writeDay(moment: string | number, zone: string, language: Language): string {
	const day = new Intl.DateTimeFormat(LOCALES[language], {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		timeZone: zone
	}).format(new Date(moment));
	// Some versions of CLDR put a comma after an English weekday, the server's does not.
	return language === 'en' ? day.replace(',', '') : day;
}

/** Write the short day of a moment in a zone, such as "Mon, 28 Oct". */
export function writeShortDay(moment: string | number, zone: string, language: Language): string {
	return new Intl.DateTimeFormat(LOCALES[language], {
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		timeZone: zone
	}).format(new Date(moment));
}

/** Write the wall-clock time of a moment in a zone, 24 hours, such as "09:00". */
export function writeTime(moment: string | number, zone: string): string {
	return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(
		new Date(moment)
	);
}

/** Write a date and time, such as "20 October 2019 at 09:00". */
export function writeMoment(moment: string, zone: string, language: Language): string {
	return new Intl.DateTimeFormat(LOCALES[language], {
		dateStyle: 'long',
		timeStyle: 'short',
		timeZone: zone
	}).format(new Date(moment));
}

/** Return the ISO date that a moment falls on in a zone. */
export function dayOf(moment: string | number, zone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(moment));
}

/** Return whole days from the day of `now` in a zone to an ISO date; negative when it has passed. */
export function daysUntil(day: string, now: number, zone: string): number {
	return Math.round((Date.parse(day) - Date.parse(dayOf(now, zone))) / 86_400_000);
}

/** Return the visitor's own zone. */
export function ownZone(): string {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether two zones show the same wall-clock time at a moment. */
export function sameTime(moment: string | number, a: string, b: string): boolean {
	return dayOf(moment, a) + writeTime(moment, a) === dayOf(moment, b) + writeTime(moment, b);
}

/** Return the city that names an IANA zone: "Asia/Seoul" is "Seoul". */
export function cityOf(zone: string): string {
	return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}

/** Return the name of a language, such as "Korean" for "ko". */
export function languageName(tag: string, language: Language): string {
	try {
		return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
	} catch {
		return tag;
	}
}

/** Write parts as a list in words. */
export function writeList(parts: readonly string[], language: Language): string {
	return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(parts);
}

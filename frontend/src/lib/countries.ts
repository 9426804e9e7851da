import type { Language } from '$lib/i18n/languages';

// Groupings, pseudo-locales and "unknown", which CLDR names like countries; the server's list leaves them out too.
const NO_COUNTRY = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Return what CLDR calls a country or territory; its code where it has no name. */
export function countryName(code: string, language: Language): string {
	return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

/** Return every country and territory with its name, sorted as the language sorts. */
export function listCountries(language: Language): { value: string; label: string }[] {
	const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
	const collator = new Intl.Collator(language);
	return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
		.filter((code) => !NO_COUNTRY.has(code))
		.filter((code) => new Intl.Locale(`und-${code}`).region === code) // codes of old lead to those of today
		.flatMap((value) => {
			const label = names.of(value);
			return label ? [{ value, label }] : [];
		})
		.sort((a, b) => collator.compare(a.label, b.label));
}

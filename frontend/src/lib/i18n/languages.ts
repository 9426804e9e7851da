/** The languages of the interface. What is written about an edition may exist in others. */
export const LANGUAGES = ['en', 'ko', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's own name for itself: it is read by those who cannot read the current one. */
export const LANGUAGE_NAMES: Record<Language, string> = {
	en: 'English',
	ko: '한국어',
	fr: 'Français',
	es: 'Español'
};

/** Return the supported language that a tag such as `fr-CA` stands for, or null. */
export function supported(tag: string | null | undefined): Language | null {
	const primary = tag?.toLowerCase().split(/[-_]/)[0];
	return LANGUAGES.find((language) => language === primary) ?? null;
}

/** Choose a language: the address first, then the visitor's stored choice, then the browser's order. */
export function chooseLanguage(
	asked: string | null,
	stored: string | null,
	preferred: readonly string[]
): Language {
	for (const tag of [asked, stored, ...preferred]) {
		const language = supported(tag);
		if (language) return language;
	}
	return 'en';
}

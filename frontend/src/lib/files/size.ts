import type { Language } from '$lib/i18n/languages';

/** Write a number of bytes as people read it, such as "1.2 MB". */
export function writeSize(bytes: number, language: Language): string {
	const [unit, divisor] =
		bytes >= 1_000_000 ? (['megabyte', 1_000_000] as const) : (['kilobyte', 1000] as const);
	return new Intl.NumberFormat(language, {
		style: 'unit',
		unit,
		unitDisplay: 'short',
		maximumFractionDigits: 1
	}).format(Math.max(bytes / divisor, 0.1));
}

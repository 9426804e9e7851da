import type { Words } from './types';

/** Return a text in `language`, else in the default language, else in any; empty when there is none. */
export function inLanguage(words: Words | undefined, language: string, fallback: string): string {
	if (!words) return '';
	return words[language] ?? words[fallback] ?? Object.values(words)[0] ?? '';
}

/** Return a text without the languages that nobody wrote in. */
export function written(words: Words): Words {
	return Object.fromEntries(
		Object.entries(words)
			.map(([language, text]) => [language, text.trim()] as const)
			.filter(([, text]) => text)
	);
}

/** Return text as it is searched: lower case, without accents. */
export function searchKey(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
}

/** Return a name for addresses: `[a-z0-9-]`, at most 64 characters; `fallback` when nothing in the text can be one. */
export function slugify(text: string, fallback = ''): string {
	const slug = text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\x20-\x7e]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 64)
		.replace(/^-+|-+$/g, '');
	return slug || fallback;
}

/** Return `wish`, or `wish-2`, `wish-3`, … when it is taken. */
export function freeKey(wish: string, taken: ReadonlySet<string>): string {
	let key = wish;
	for (let n = 2; taken.has(key); n += 1) key = `${wish.slice(0, 60)}-${n}`;
	return key;
}

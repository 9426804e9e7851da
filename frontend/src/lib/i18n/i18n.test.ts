import { beforeEach, describe, expect, test } from 'vitest';
import { i18n, startLanguage, t } from '.';
import { chooseAndRemember, keepAsked } from './i18n.svelte';
import { chooseLanguage, supported } from './languages';
import en from './messages/en';
import es from './messages/es';
import fr from './messages/fr';
import ko from './messages/ko';
import { format, keepSigns, type Message } from './translate';

const languages: Record<string, Record<string, Message>> = { en, es, fr, ko };

function placeholders(message: Message): string[] {
	const text = typeof message === 'string' ? message : message.other;
	return [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
}

describe('messages', () => {
	test.each(Object.keys(languages))('%s says everything that English says', (language) => {
		expect(Object.keys(languages[language] ?? {})).toEqual(Object.keys(en));
	});

	test.each(Object.keys(languages))('%s has the parameters that English has', (language) => {
		const english = Object.entries(en).map(([key, message]) => [key, placeholders(message)]);
		const theirs = Object.entries(languages[language] ?? {}).map(([key, message]) => [
			key,
			placeholders(message)
		]);
		expect(theirs).toEqual(english);
	});

	test.each(Object.keys(languages))('%s has a form for every number that it tells apart', (language) => {
		const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
		for (const [key, message] of Object.entries(languages[language] ?? {})) {
			if (typeof message !== 'string')
				expect([key, Object.keys(message).sort()]).toEqual([key, [...wanted].sort()]);
		}
	});

	test.each(Object.keys(languages))('%s does not shout', (language) => {
		expect(
			Object.values(languages[language] ?? {}).filter((message) => JSON.stringify(message).includes('!'))
		).toEqual([]);
	});
});

describe('format', () => {
	test('puts parameters in, numbers as the language writes them', () => {
		expect(format('{a} of {b}', 'fr', { a: 'x', b: 12345 })).toBe('x of 12\u202f345');
	});

	test('chooses the plural form by count', () => {
		const message = { one: '{count} day', other: '{count} days' };
		expect([1, 2, 0].map((count) => format(message, 'en', { count }))).toEqual(['1 day', '2 days', '0 days']);
	});

	test('leaves a parameter that was not given as it stands', () => {
		expect(format('{a}', 'en')).toBe('{a}');
	});
});

describe('choice of language', () => {
	test('the address wins over the stored choice, that over the browser', () => {
		expect(chooseLanguage('fr', 'ko', ['es'])).toBe('fr');
		expect(chooseLanguage(null, 'ko', ['es'])).toBe('ko');
		expect(chooseLanguage(null, null, ['vi', 'es-MX'])).toBe('es');
		expect(chooseLanguage('xx', 'yy', ['vi'])).toBe('en');
	});

	test('a region is a language with more words', () => {
		expect(supported('fr-CA')).toBe('fr');
		expect(supported('KO_kr')).toBe('ko');
		expect(supported('english')).toBeNull();
	});

	describe('on the page', () => {
		beforeEach(() => localStorage.clear());

		test('words and the document follow', async () => {
			await startLanguage('ko');
			expect([i18n.language, document.documentElement.lang, t('edition.agenda')]).toEqual([
				'ko',
				'ko',
				'프로그램'
			]);
		});

		test('a choice is remembered', async () => {
			await chooseAndRemember('es');
			await startLanguage(null);
			expect(i18n.language).toBe('es');
		});

		test('what a mail asked for lasts, unless something was chosen before', async () => {
			localStorage.clear();
			keepAsked('tlh');
			keepAsked('fr');
			keepAsked('ko');
			await startLanguage(null);
			expect(i18n.language).toBe('fr');
		});
	});
});

test('French signs stay with their word', () => {
	const kept = keepSigns({ a: 'Prêt ? « {name} » : oui', b: { one: 'un ;', other: 'des ;' } });
	expect(kept).toEqual({
		a: 'Prêt\u00a0? «\u00a0{name}\u00a0»\u00a0: oui',
		b: { one: 'un\u00a0;', other: 'des\u00a0;' }
	});
});

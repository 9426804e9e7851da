import { describe, expect, test } from 'vitest';
import type { Message } from '$lib/i18n';
import en from './en';
import es from './es';
import fr from './fr';
import ko from './ko';

const languages: Record<string, Record<string, Message>> = { en, es, fr, ko };

function placeholders(message: Message): string[] {
	const text = typeof message === 'string' ? message : message.other;
	return [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
}

describe.each(Object.keys(languages))('action plans at the desk read in %s', (language) => {
	const messages = Object.entries(languages[language] ?? {});

	test('everything that English says, with its parameters', () => {
		expect(messages.map(([key, message]) => [key, placeholders(message)])).toEqual(
			Object.entries(en).map(([key, message]) => [key, placeholders(message)])
		);
	});

	test('a form for every number that the language tells apart', () => {
		const wanted = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
		const counted = messages.filter(([, message]) => typeof message !== 'string');
		expect(counted.map(([key, message]) => [key, Object.keys(message).sort()])).toEqual(
			counted.map(([key]) => [key, wanted])
		);
	});

	test('nothing that shouts', () => {
		expect(messages.filter(([, message]) => JSON.stringify(message).includes('!'))).toEqual([]);
	});
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLanguage } from '$lib/i18n';
import { ready } from './i18n';
import { reasonOf, sentencesOf, type Reason } from './sentences';
import type { Because } from './types';

const BECAUSE: Because[] = [
	'pinned',
	'waitlisted',
	'only_option',
	'first_choice',
	'no_preference',
	'stayed',
	'lower_choice',
	'unranked'
];
const names: Record<string, string> = { a: 'Innovation Park', b: 'Seongsu', c: 'Sewoon' };
const nameOf = (option: string) => names[option] ?? option;
const reason = (because: Because, more: Partial<Reason> = {}): Reason => ({
	because,
	rank: null,
	explanation: {},
	...more
});

async function speak(language: string) {
	await startLanguage(language);
	await ready();
}

afterAll(() => startLanguage('en'));

describe.each(['en', 'ko', 'fr', 'es'])('in %s', (language) => {
	beforeAll(() => speak(language));

	test.each(BECAUSE)('%s is said in whole sentences, none of them twice', (because) => {
		const sentences = sentencesOf(
			reason(because, {
				rank: 2,
				waitlist_position: 4,
				explanation: { full: ['a', 'b'], not_running: ['c'], moved_from: 'c' }
			}),
			nameOf
		);
		expect(sentences.filter((sentence) => /^why\.|[{}]/.test(sentence) || !/[.。]$/.test(sentence))).toEqual(
			[]
		);
		expect(new Set(sentences).size).toBe(sentences.length);
	});

	test.each(BECAUSE)('%s is said to organisers in a few words', (because) => {
		const words = reasonOf(reason(because, { rank: 2, explanation: { full: ['a'] } }), nameOf);
		expect(words).not.toMatch(/short_why|[{}]/);
		expect(words.includes('Innovation Park')).toBe(because !== 'pinned');
	});
});

describe('what is said', () => {
	beforeAll(() => speak('en'));

	test('a lower choice names what was full and what does not run', () => {
		expect(
			sentencesOf(
				reason('lower_choice', { rank: 3, explanation: { full: ['a', 'b'], not_running: ['c'] } }),
				nameOf
			)
		).toEqual([
			'It was your choice number 3.',
			'Innovation Park and Seongsu had no place left.',
			'Sewoon does not take place.'
		]);
	});

	test('a lower choice with better ones free is needed there', () => {
		expect(sentencesOf(reason('lower_choice', { rank: 2 }), nameOf)).toEqual([
			'It was your choice number 2.',
			'The visit needs you, so that enough people come for it to take place.'
		]);
	});

	test('who waits hears their place in the line', () => {
		expect(sentencesOf(reason('waitlisted', { waitlist_position: 3 }), nameOf)[1]).toBe(
			'You are number 3 on the waitlist.'
		);
	});

	test('who was moved hears from where', () => {
		expect(
			sentencesOf(reason('first_choice', { rank: 1, explanation: { moved_from: 'c' } }), nameOf)
		).toEqual(['It was your first choice.', 'Before, you were to go to Sewoon.']);
	});

	test('a hand adjustment is not explained by what an optimiser found', () => {
		expect(sentencesOf(reason('pinned', { rank: 2, explanation: { full: ['a'] } }), nameOf)).toHaveLength(1);
	});

	test('an option that the programme has lost is not spoken of', () => {
		const explanation = { full: ['gone'], not_running: ['gone', 'c'], moved_from: 'gone' };
		expect(
			sentencesOf(reason('lower_choice', { rank: 2, explanation }), (option) => names[option] ?? '')
		).toEqual(['It was your choice number 2.', 'Sewoon does not take place.']);
	});

	test('organisers read letters', () => {
		expect(reasonOf(reason('lower_choice', { rank: 2, explanation: { full: ['a'] } }), () => 'A')).toBe(
			'choice 2; full: A'
		);
	});
});

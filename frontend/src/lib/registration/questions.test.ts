import { expect, test } from 'vitest';
import { asked, formerly, missing } from './questions';
import type { Draft, FormShown, Question } from './types';

const label = { en: 'Q' };
const questions = [
	{ key: 'arrival', kind: 'choice', label, kinds: ['trainee'], choices: [{ key: 'plane', label }] },
	{ key: 'flight', kind: 'text', label, required: true, only_if: { question: 'arrival', any_of: ['plane'] } },
	{ key: 'agreed', kind: 'consent', label },
	{ key: 'more', kind: 'text', label, only_if: { question: 'agreed', any_of: ['true'] } },
	{ key: 'gone', kind: 'text', label, required: true, withdrawn: true }
].map((question) => ({ kinds: [], choices: [], ...question })) as unknown as Question[];

test('questions are asked by kind and condition, as the server asks them', () => {
	const keys = (kind: 'trainee' | 'speaker', answers: Record<string, string | boolean>) =>
		asked(questions, kind, answers).map(({ key }) => key);

	expect(keys('trainee', { arrival: 'plane', agreed: true })).toEqual([
		'arrival',
		'flight',
		'agreed',
		'more'
	]);
	expect(keys('trainee', { agreed: false })).toEqual(['arrival', 'agreed']);
	expect(keys('speaker', { arrival: 'plane' })).toEqual(['agreed']);
});

test('what is missing is named, what was withdrawn is shown only where it was answered', () => {
	const form = { questions, consents: [{ key: 'c', required: true }] } as FormShown;
	const draft = {
		badge_name: ' ',
		country: 'KR',
		kind: 'trainee',
		answers: { arrival: 'plane' },
		consents: []
	};

	expect(missing(form, draft as unknown as Draft)).toEqual(['/badge_name', '/answers/flight', '/consents/c']);
	expect(formerly(questions, { gone: 'still here' }).map(({ key }) => key)).toEqual(['gone']);
	expect(formerly(questions, {})).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Form } from '../types';
import { moved, newConsent, newQuestion, toDraft, toFields } from './form';

const form = {
	version: 3,
	updated_at: null,
	opens_at: null,
	closes_at: null,
	edits_until: null,
	kinds: ['trainee'],
	needs_approval: true,
	offer_hours: 48,
	intro: { en: 'Welcome', ko: ' ' },
	questions: [],
	consents: [],
	contact_email: ' '
} as Form;

test('what is new gets a key that is free, what is known keeps its own', () => {
	const draft = toDraft({
		...form,
		consents: [{ ...newConsent(), key: 'photos', purpose: { en: 'Photos' } }]
	});
	draft.consents.push({ ...newConsent(), purpose: { en: 'Photos' }, recipient_name: { en: 'The network' } });

	const fields = toFields(draft, 'en');

	expect(fields.consents.map(({ key, recipient }) => [key, recipient])).toEqual([
		['photos', ''],
		['photos-2', 'the-network']
	]);
	expect([fields.intro, fields.contact_email]).toEqual([{ en: 'Welcome' }, null]);
	expect(fields.consents.every((consent) => !('known' in consent))).toBe(true);
});

test('choices and bounds are kept only where the kind of answer has them', () => {
	const draft = toDraft(form);
	const first = newQuestion([]);
	draft.questions.push(
		{ ...first, choices: [{ key: '', label: { en: 'By train' }, withdrawn: false }], minimum: 2 },
		{
			...newQuestion([first.key]),
			kind: 'choice',
			choices: [{ key: '', label: { en: 'By train' }, withdrawn: false }]
		}
	);

	const [text, choice] = toFields(draft, 'en').questions;

	expect([text?.choices, text?.minimum]).toEqual([[], null]);
	expect(choice?.choices.map(({ key }) => key)).toEqual(['by-train']);
	expect(text?.key).not.toBe(choice?.key);
});

test('an item is moved by one place', () => {
	expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
});

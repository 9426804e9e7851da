import { beforeEach, describe, expect, test } from 'vitest';
import { keptFor, merge, same, withoutRefused } from '$lib/autosave/places';
import { SHAPE, toBody, toDraft } from './draft';
import { placeOf } from './keeping';
import type { Draft, Standing } from './types';

const empty = toDraft(
	{ registration: null, form: { kinds: ['observer'] }, edition: { default_language: 'en' } } as Standing,
	'ko'
);
const draft = (changes: Partial<Draft>): Draft => ({ ...structuredClone(empty), ...changes });

beforeEach(() => localStorage.clear());

test('a new draft is of the first kind and in the language of the page, and nothing of it is sent', () => {
	expect([empty.kind, empty.language]).toEqual(['observer', 'ko']);
	expect(toBody(draft({ badge_name: '  ', answers: { a: '', b: [], c: false } }))).toMatchObject({
		badge_name: null,
		answers: { c: false },
		consents: []
	});
});

describe('what was changed here and elsewhere', () => {
	const base = draft({ badge_name: 'Mina', answers: { motive: 'x' }, consents: ['a'] });

	test('is put together place by place', () => {
		const here = draft({ badge_name: 'Mina O.', answers: { motive: 'x' }, consents: [] });
		const there = draft({ badge_name: 'Mina', answers: { motive: 'y', more: 'z' }, consents: ['a', 'b'] });

		const merged = merge(SHAPE, base, here, there);

		expect(merged.both).toEqual([]);
		expect(merged.draft).toMatchObject({
			badge_name: 'Mina O.',
			answers: { motive: 'y', more: 'z' },
			consents: ['b']
		});
	});

	test('keeps what was typed here where both changed the same, and says so', () => {
		const here = draft({ ...base, answers: { motive: 'mine' } });
		const there = draft({ ...base, answers: { motive: 'theirs' } });

		expect(merge(SHAPE, base, here, there)).toMatchObject({
			draft: { answers: { motive: 'mine' } },
			both: ['/answers/motive']
		});
	});

	test('is the same where nothing differs but spaces and order', () => {
		expect(same(SHAPE, draft({ position: 'Clerk ' }), draft({ position: 'Clerk' }))).toBe(true);
		expect(same(SHAPE, draft({ answers: { a: '1', b: '2' } }), draft({ answers: { b: '2', a: '1' } }))).toBe(
			true
		);
		expect(same(SHAPE, draft({ consents: ['a'] }), draft({}))).toBe(false);
	});
});

test('what was refused stays as it was saved, the rest is kept', () => {
	const saved = draft({ phone: '+82 10 1234', answers: {} });
	const typed = draft({ phone: 'call me', position: 'Clerk', answers: { n: 'x' } });

	expect(withoutRefused(SHAPE, typed, saved, ['/phone', '/answers/n'])).toMatchObject({
		phone: '+82 10 1234',
		position: 'Clerk',
		answers: {}
	});
});

test('this device keeps a draft by edition and account, and reads no broken one', () => {
	const kept = keptFor<Draft>(placeOf('harbour', 'mina'));
	kept.write({ base: empty, draft: draft({ position: 'Clerk' }) });

	expect(keptFor<Draft>(placeOf('harbour', 'mina')).read()?.draft.position).toBe('Clerk');
	expect(keptFor<Draft>(placeOf('harbour', 'noor')).read()).toBeNull();
	localStorage.setItem('madang:registration:harbour:mina', '{broken');
	expect(kept.read()).toBeNull();
});

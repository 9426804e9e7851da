import { describe, expect, test } from 'vitest';
import { merge, same } from '$lib/autosave/places';
import { changesOf, SHAPE, type Draft } from './draft';

const draft = (changes: Partial<Draft> = {}): Draft => ({
	title: '',
	stakeholders: '',
	results: '',
	lessons: '',
	language: 'en',
	examples: [{ title: '', text: '' }],
	...changes
});

describe('a case study that two write', () => {
	const base = draft({ title: 'Markets', examples: [{ title: 'Owino', text: 'x' }] });

	test('is put together example by example', () => {
		const here = draft({ ...base, examples: [{ title: 'Owino market', text: 'x' }] });
		const there = draft({
			...base,
			results: '3,000 stalls',
			examples: [
				{ title: 'Owino', text: 'traders bought it' },
				{ title: 'Second', text: 'y' }
			]
		});

		const merged = merge(SHAPE, base, here, there);

		expect(merged.both).toEqual([]);
		expect(merged.draft).toEqual(
			draft({
				title: 'Markets',
				results: '3,000 stalls',
				examples: [
					{ title: 'Owino market', text: 'traders bought it' },
					{ title: 'Second', text: 'y' }
				]
			})
		);
	});

	test('keeps what was typed here where both wrote, and names the place', () => {
		const here = draft({ ...base, examples: [{ title: 'Owino', text: 'mine' }] });
		const there = draft({ ...base, examples: [{ title: 'Owino', text: 'theirs' }] });

		expect(merge(SHAPE, base, here, there)).toMatchObject({
			draft: { examples: [{ text: 'mine' }] },
			both: ['/examples/0/text']
		});
	});
});

test('an example that is opened and not written is no change, and stays open', () => {
	const opened = draft({
		examples: [
			{ title: '', text: '' },
			{ title: '', text: '' }
		]
	});
	expect(same(SHAPE, draft(), opened)).toBe(true);
	expect(SHAPE.unflat(SHAPE.flat(opened), opened).examples).toHaveLength(2);
});

test('only what differs is sent, examples whole', () => {
	const saved = draft({ title: 'Markets', lessons: 'x', examples: [{ title: 'Owino', text: 'a' }] });
	expect(changesOf(draft({ ...saved, lessons: ' ', title: 'Markets ' }), saved)).toEqual({ lessons: null });
	expect(changesOf(draft({ ...saved, examples: [{ title: '', text: 'a' }] }), saved)).toEqual({
		examples: [{ title: null, text: 'a' }]
	});
});

import { describe, expect, test } from 'vitest';
import catalogue from '../catalogue.json';
import { patternOf } from '.';
import sdgEn from './sdg/en.json';
import sdgEs from './sdg/es.json';
import sdgFr from './sdg/fr.json';
import sdgKo from './sdg/ko.json';
import en from './words/en.json';
import es from './words/es.json';
import fr from './words/fr.json';
import ko from './words/ko.json';

interface Shape {
	fields: Record<string, object>;
	rows: Record<string, Shape>;
}

function patterns(shape: Shape, prefix = ''): string[] {
	return [
		...Object.keys(shape.fields).map((name) => prefix + name),
		...Object.entries(shape.rows).flatMap(([kind, below]) => [
			`${prefix}${kind}/*`,
			...patterns(below, `${prefix}${kind}/*/`)
		])
	];
}

test('every field and row that the server knows has a label', () => {
	const known = Object.keys(en);
	expect(patterns(catalogue as unknown as Shape).filter((one) => !known.includes(one))).toEqual([]);
});

test('every goal and target has a title', () => {
	expect(Object.keys(sdgEn).sort()).toEqual([...catalogue.sdg].sort());
});

describe.each(Object.entries({ en, es, fr, ko }))('labels in %s', (_language, words) => {
	test('are those of English, and none is empty', () => {
		expect(Object.keys(words)).toEqual(Object.keys(en));
		expect(Object.values(words).filter((text) => !text.trim())).toEqual([]);
	});
});

describe.each(Object.entries({ sdgEn, sdgEs, sdgFr, sdgKo }))('goals and targets in %s', (_name, words) => {
	test('are told apart, short, and all there', () => {
		expect(Object.keys(words)).toEqual(Object.keys(sdgEn));
		expect(Object.values(words).filter((text) => !text.trim() || text.length > 75)).toEqual([]);
		expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
	});
});

test('a path leads to its pattern', () => {
	expect(patternOf('title')).toBe('title');
	expect(patternOf('actions/0k3v9qz1m2ab')).toBe('actions/*');
	expect(patternOf('actions/0k3v9qz1m2ab/budget/0k3v9qz1m2ac/year')).toBe('actions/*/budget/*/year');
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/*
 * WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what a control or its focus is recognised by (1.4.11).
 * Source of the formulas: WCAG 2.2, "relative luminance" and "contrast ratio".
 */
const css = readFileSync('src/lib/design/tokens.css', 'utf8').replace(/\/\*[^]*?\*\//g, '');

function block(start: string): Record<string, string> {
	const from = css.indexOf(start);
	expect(from, start).toBeGreaterThanOrEqual(0);
	const inside = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from));
	const entries = [...inside.matchAll(/--madang-([\w-]+):\s*(#[0-9a-f]{6});/g)];
	return Object.fromEntries(entries.map(([, name, colour]) => [name, colour]));
}

const schemes = {
	light: block(':root {'),
	dark: block(":root[data-scheme='dark'] {"),
	print: block("@media print {\n\t:root,\n\t:root:not([data-scheme='light']),\n\t:root[data-scheme='dark'] ")
};

function luminance(colour: string): number {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (bright + 0.05) / (dark + 0.05);
}

const PAPERS = ['paper', 'paper-raised', 'paper-sunken'];
const WORDS = [
	'ink',
	'ink-soft',
	'accent',
	'tentative',
	'changed',
	'cancelled',
	'confirmed',
	'error',
	'success',
	'info',
	'now'
];
const EDGES = ['line-strong', 'focus'];

function failures(colours: Record<string, string>): string[] {
	const kinds = Object.keys(colours).filter((name) => name.startsWith('kind-'));
	const pairs: [string, string, number][] = [
		...[...WORDS, ...kinds].flatMap((ink) =>
			PAPERS.map((paper): [string, string, number] => [ink, paper, 4.5])
		),
		...EDGES.flatMap((edge) => PAPERS.map((paper): [string, string, number] => [edge, paper, 3])),
		['accent-ink', 'accent', 4.5],
		['ink', 'accent-soft', 4.5],
		['accent', 'accent-soft', 4.5],
		['paper', 'ink', 4.5]
	];
	return pairs
		.map(([ink, paper, least]) => ({
			ink,
			paper,
			least,
			is: contrast(colours[ink] ?? '', colours[paper] ?? '')
		}))
		.filter(({ is, least }) => !(is >= least))
		.map(({ ink, paper, is }) => `${ink} on ${paper}: ${is.toFixed(2)}`);
}

describe('colours', () => {
	test.each(Object.entries(schemes))('%s: words and edges are readable on every paper', (_, colours) => {
		expect(failures(colours)).toEqual([]);
	});

	test('every scheme has the same names', () => {
		const names = Object.keys(schemes.light).sort();
		expect(names.filter((name) => name.startsWith('kind-'))).toHaveLength(13);
		expect(Object.keys(schemes.dark).sort()).toEqual(names);
		expect(Object.keys(schemes.print).sort()).toEqual(names);
	});

	test("the device's dark and the chosen dark are the same", () => {
		expect(block(":root:not([data-scheme='light']) {")).toEqual(schemes.dark);
	});

	test('black on white is measured as 21', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
	});
});

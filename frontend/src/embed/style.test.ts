import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf-8');
const style = read('./agenda.css');
const tokens = read('../lib/design/tokens.css');

/** Names and values that a block of the app's tokens gives. */
const tokensIn = (block: string) =>
	Object.fromEntries(
		[...block.matchAll(/(--madang-[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value])
	);
const light = tokensIn(tokens.slice(0, tokens.indexOf('@media')));
const dark = tokensIn(
	tokens.slice(
		tokens.indexOf('@media (prefers-color-scheme: dark)'),
		tokens.indexOf(":root[data-scheme='dark']")
	)
);

describe('the defaults of agenda.css', () => {
	it("are the app's colours, which are tested for contrast", () => {
		const pairs = [...style.matchAll(/var\((--madang-[\w-]+), light-dark\((#\w+), (#\w+)\)\)/g)];

		expect(pairs.length).toBeGreaterThan(6);
		expect(pairs.map(([, name, one, other]) => [name, one, other])).toEqual(
			pairs.map(([, name]) => [name, light[name!], dark[name!]])
		);
	});

	it('have the hues of statuses', () => {
		const hues = [...style.matchAll(/--_k: var\((--madang-(?!kind)\w+), (#\w+)\)/g)];

		expect(hues.map(([, name, hue]) => [name, hue])).toEqual(
			['tentative', 'changed', 'cancelled'].map((status) => [
				`--madang-${status}`,
				light[`--madang-${status}`]
			])
		);
	});

	it('have a hue for every kind', () => {
		const kinds = [...style.matchAll(/\[data-kind='(\w+)'\] \{\s+--_k: var\((--madang-kind-\w+), (#\w+)\)/g)];

		expect(kinds.map(([, kind, name, hue]) => [kind, name, hue])).toEqual(
			Object.keys(light)
				.filter((name) => name.startsWith('--madang-kind-'))
				.map((name) => [name.slice('--madang-kind-'.length), name, light[name]])
		);
	});
});

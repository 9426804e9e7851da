import { render } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import Markdown from './Markdown.svelte';
import { readMarkdown, safeAddress } from './markdown';

function html(text: string): string {
	const { container } = render(Markdown, { text });
	return (container.querySelector('.markdown')?.innerHTML ?? '')
		.replace(/<!--.*?-->/g, '')
		.replace(/ class="[^"]*"/g, '')
		.replace(/ rel="noopener"/g, '')
		.replace(/>\s+</g, '><')
		.trim();
}

describe('Markdown', () => {
	test.each([
		['paragraphs', 'one\ntwo\n\nthree', '<p>one two</p><p>three</p>'],
		['a list', '- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
		['a list with empty lines between', '1. one\n\n2. two', '<ol><li>one</li><li>two</li></ol>'],
		[
			'a list right after words',
			'Bring:\n* a plan\n  of one page\n* slides',
			'<p>Bring:</p><ul><li>a plan of one page</li><li>slides</li></ul>'
		],
		[
			'emphasis',
			'so *much* and **more** and _most_',
			'<p>so <em>much</em> and <strong>more</strong> and <em>most</em></p>'
		],
		['emphasis in Korean', '**사회적경제**와 도시', '<p><strong>사회적경제</strong>와 도시</p>'],
		[
			'a link',
			'See [the *site*](https://a.test/x?y=1).',
			'<p>See <a href="https://a.test/x?y=1">the *site*</a>.</p>'
		],
		[
			'a bare address before a full stop',
			'See https://a.test/x.',
			'<p>See <a href="https://a.test/x">https://a.test/x</a>.</p>'
		],
		['Windows line ends', 'one\r\n\r\ntwo', '<p>one</p><p>two</p>'],
		['nothing', '', '']
	])('%s', (_, text, expected) => {
		expect(html(text)).toBe(expected);
	});

	test.each([
		['HTML', '<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
		['a script address', '[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
		['a data address', '[x](data:text/html,hi)', '<p>[x](data:text/html,hi)</p>'],
		['underscores inside a word', 'a snake_case_name', '<p>a snake_case_name</p>'],
		['a lonely asterisk', '2 * 3 * 4', '<p>2 * 3 * 4</p>'],
		['a negative number', '-5 degrees', '<p>-5 degrees</p>']
	])('%s stays as it is written', (_, text, expected) => {
		expect(html(text)).toBe(expected);
	});

	// What grew with the square of the length would not end before the test is given up.
	test('a hostile text is read to its end', { timeout: 60_000 }, () => {
		const text = '*'.repeat(80_000) + '[a]('.repeat(20_000) + '**a'.repeat(20_000);
		expect(readMarkdown(text).length).toBeGreaterThan(0);
	});

	test('only web, mail and telephone addresses are links', () => {
		const tried = [
			'https://a',
			'mailto:a@b.test',
			'tel:+82212345678',
			' https://a',
			'vbscript:x',
			'//a.test',
			'/e/x'
		];
		expect(tried.filter((address) => safeAddress(address))).toEqual([
			'https://a',
			'mailto:a@b.test',
			'tel:+82212345678'
		]);
	});
});

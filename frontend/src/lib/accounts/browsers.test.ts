import { expect, test } from 'vitest';
import { nameBrowser } from './browsers';

test('a browser is named as people know it, a script by its own words', () => {
	const seen = [
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0',
		'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604.1',
		'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0',
		'python-httpx/0.27',
		''
	];
	expect(seen.map(nameBrowser)).toEqual([
		'Edge · Windows',
		'Safari · iPhone',
		'Firefox · Linux',
		'python-httpx/0.27',
		''
	]);
});

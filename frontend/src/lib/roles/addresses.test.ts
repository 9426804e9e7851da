import { expect, test } from 'vitest';
import { splitAddresses } from './addresses';

test('pasted addresses are taken apart, each once', () => {
	expect(splitAddresses('Mina Okafor <mina@example.org>, noor@example.org;\nNOOR@example.org  x')).toEqual([
		'mina@example.org',
		'NOOR@example.org'
	]);
	expect(splitAddresses('  ')).toEqual([]);
});

import { expect, test } from 'vitest';
import { splitAddresses } from './addresses';

test('pasted addresses are taken apart, each once', () => {
	const pasted =
		'Mina Okafor <mina@example.org>, noor@example.org;\nNOOR@example.org  "Park, Jiwoo" <jiwoo@example.org>';
	expect(splitAddresses(pasted)).toEqual({
		addresses: ['mina@example.org', 'noor@example.org', 'jiwoo@example.org'],
		rest: []
	});
	expect(splitAddresses('  ')).toEqual({ addresses: [], rest: [] });
});

test('what is no address is given back, names beside one are let go', () => {
	expect(splitAddresses('carol.example.org, noor@example.org\nJiwoo Park\tjiwoo@example.org')).toEqual({
		addresses: ['noor@example.org', 'jiwoo@example.org'],
		rest: ['carol.example.org']
	});
	expect(splitAddresses('mina@example.org carol.example.org').rest).toEqual(['carol.example.org']);
	expect(splitAddresses('everybody please')).toEqual({ addresses: [], rest: ['everybody', 'please'] });
});

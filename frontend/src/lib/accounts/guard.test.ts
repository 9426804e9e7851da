import { expect, test } from 'vitest';
import { safeNext } from './guard';

test('after signing in one goes to a path of this site only', () => {
	const tried = [
		'/organise',
		'/e/x?lang=ko',
		'//evil.test',
		'/\\evil.test',
		'https://evil.test',
		'javascript:x',
		'',
		null
	];
	expect(tried.map((next) => safeNext(next, '/'))).toEqual([
		'/organise',
		'/e/x?lang=ko',
		'/',
		'/',
		'/',
		'/',
		'/',
		'/'
	]);
});

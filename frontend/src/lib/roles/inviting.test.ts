import { expect, test, vi } from 'vitest';
import { Problem, unreachable } from '$lib/api/problem';
import { inviteAll } from './inviting';

test('a lost connection stops the inviting and keeps what was not done', async () => {
	const invite = vi
		.fn()
		.mockResolvedValueOnce(undefined)
		.mockRejectedValueOnce(new Problem(422, { code: 'invalid' }))
		.mockRejectedValueOnce(unreachable());

	const result = await inviteAll(['a@x', 'b', 'c@x', 'd@x'], invite);

	expect(invite).toHaveBeenCalledTimes(3);
	expect([result.done, result.refused, result.left, result.problem?.code]).toEqual([
		['a@x'],
		[{ email: 'b', why: 'invalid' }],
		['c@x', 'd@x'],
		'unreachable'
	]);
});

test('an address that is invited already stops no other', async () => {
	const invite = vi
		.fn()
		.mockRejectedValueOnce(new Problem(409, { code: 'taken' }))
		.mockResolvedValue(undefined);
	const result = await inviteAll(['a@x', 'b@x'], invite);
	expect([result.done, result.refused, result.problem]).toEqual([
		['b@x'],
		[{ email: 'a@x', why: 'taken' }],
		null
	]);
});

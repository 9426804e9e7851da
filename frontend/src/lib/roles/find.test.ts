import { expect, test } from 'vitest';
import { fits } from './find';

test('people are found by a part of their address and by role', () => {
	const mina = { email: 'Mina@Example.org', role: 'participant' };
	const asked = [
		{ text: '', role: '' },
		{ text: ' mina@ex', role: '' },
		{ text: 'mina', role: 'participant' },
		{ text: 'mina', role: 'partner' },
		{ text: 'noor', role: '' }
	];
	expect(asked.map((wanted) => fits(mina, wanted))).toEqual([true, true, true, false, false]);
});

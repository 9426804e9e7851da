import { expect, test } from 'vitest';
import { writeAmount } from './describe';

test.each([
	['350000000', 'UGX', 'UGX 350,000,000'],
	['81000000.50', 'UGX', 'UGX 81,000,000.50'],
	['40000.5', 'USD', 'USD 40,000.50'],
	['123456789012345.67', null, '123,456,789,012,345.67'],
	['-3', 'USD', '-3'],
	[null, 'USD', '–']
])('an amount of %s %s is written %s', (amount, currency, written) => {
	expect(writeAmount(amount, currency)).toBe(written);
});

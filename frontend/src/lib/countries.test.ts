import { expect, test } from 'vitest';
import { countryName, listCountries } from './countries';

test('countries are those of today, by the name that the language has for them', () => {
	const found = new Map(listCountries('ko').map(({ value, label }) => [value, label]));

	expect([found.get('KR'), found.get('UG')]).toEqual(['대한민국', '우간다']);
	expect(['EU', 'UN', 'ZZ', 'SU', 'DD'].filter((code) => found.has(code))).toEqual([]);
	expect(found.size).toBeGreaterThan(240);
	expect(countryName('TW', 'en')).toBe('Taiwan');
});

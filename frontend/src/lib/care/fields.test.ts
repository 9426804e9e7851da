import { expect, test } from 'vitest';
import type { Detail } from './api';
import { contentOf, FIELDS, KINDS, valuesOf } from './fields';
import en from './messages/en';

test('a detail that is opened and saved unchanged stays as it was', () => {
	const content = { kind: 'dietary', diets: ['halal'], note: null } as const;
	const detail = { content } as unknown as Detail;
	expect(contentOf('dietary', valuesOf('dietary', detail))).toEqual(content);
});

test('what was left empty or blank is nothing', () => {
	const values = {
		...valuesOf('emergency_contact', null),
		name: '  Kampala contact 1 ',
		phone: '+256',
		relation: ' '
	};
	expect(contentOf('emergency_contact', values)).toEqual({
		kind: 'emergency_contact',
		name: 'Kampala contact 1',
		phone: '+256',
		relation: null
	});
});

test('every field and every choice has words', () => {
	const keys = KINDS.flatMap((kind) =>
		FIELDS[kind].flatMap(({ name, choices }) => [
			`kind.${kind}`,
			`field.${name}`,
			...(choices?.values.map((value) => `${choices.of}.${value}`) ?? [])
		])
	);
	expect(keys.filter((key) => !(key in en))).toEqual([]);
});

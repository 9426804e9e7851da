import type { Content, Detail, Kind } from './api';

/** One field of a sensitive detail: what is typed or ticked. */
export interface FieldShape {
	name: string;
	type: 'checks' | 'line' | 'text' | 'tel' | 'date' | 'country';
	/** What can be ticked, and under which name its words stand. */
	choices?: { of: 'diet' | 'need'; values: readonly string[] };
	required?: boolean;
	hint?: 'field.phone_hint';
	max?: number;
}

const note: FieldShape = { name: 'note', type: 'text', max: 2000 };

export const FIELDS: Record<Kind, readonly FieldShape[]> = {
	dietary: [
		{
			name: 'diets',
			type: 'checks',
			choices: {
				of: 'diet',
				values: [
					'vegetarian',
					'vegan',
					'halal',
					'kosher',
					'no_pork',
					'no_beef',
					'no_seafood',
					'no_nuts',
					'no_gluten',
					'no_lactose'
				]
			}
		},
		note
	],
	access_need: [
		{
			name: 'needs',
			type: 'checks',
			choices: {
				of: 'need',
				values: [
					'step_free',
					'sign_language',
					'captions',
					'hearing_loop',
					'large_print',
					'companion',
					'quiet_room',
					'nursing_room'
				]
			}
		},
		note
	],
	emergency_contact: [
		{ name: 'name', type: 'line', required: true, max: 300 },
		{ name: 'phone', type: 'tel', required: true, hint: 'field.phone_hint', max: 40 },
		{ name: 'relation', type: 'line', max: 300 }
	],
	passport: [
		{ name: 'number', type: 'line', required: true, max: 40 },
		{ name: 'country', type: 'country', required: true },
		{ name: 'born_on', type: 'date' },
		{ name: 'expires_on', type: 'date' }
	]
};

export const KINDS = Object.keys(FIELDS) as Kind[];

export type Values = Record<string, string | string[]>;

/** Return what a form begins with: what was given, or nothing. */
export function valuesOf(kind: Kind, detail: Detail | null): Values {
	const given = (detail?.content ?? {}) as Record<string, string | string[] | null | undefined>;
	return Object.fromEntries(
		FIELDS[kind].map(({ name, type }) => [name, given[name] ?? (type === 'checks' ? [] : '')])
	);
}

/** Return what a form says: without blanks, and what was left empty as such. */
export function contentOf(kind: Kind, values: Values): Content {
	const said = Object.entries(values).map(([name, value]) => [
		name,
		typeof value === 'string' ? value.trim() || null : value
	]);
	return { kind, ...Object.fromEntries(said) } as Content;
}

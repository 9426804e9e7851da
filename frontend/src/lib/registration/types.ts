import type { components } from '$lib/api/schema';

/** The shapes of registering, by the names used here. */
type Schemas = components['schemas'];

export type Standing = Schemas['RegistrationStanding'];
export type Own = Schemas['RegistrationOwn'];
export type FormShown = Schemas['FormShown'];
export type Question = Schemas['Question-Output'];
export type Kind = Schemas['ParticipantKind'];
export type OwnAction = Schemas['OwnAction'];
export type Form = Schemas['RegistrationFormPublic'];
export type FormFields = Omit<Form, 'version' | 'updated_at'>;
export type ConsentAsked = Schemas['ConsentAsked-Output'];
export type Quotas = Schemas['QuotasPublic'];

export type Answer = string | number | boolean | string[] | null;

export const TEXTS = [
	'badge_name',
	'passport_name',
	'own_script_name',
	'form_of_address',
	'position',
	'organisation',
	'country',
	'nationality',
	'phone'
] as const;
export type TextField = (typeof TEXTS)[number];

/** One's own registration as it stands in the page: an empty field is empty text. */
export type Draft = Record<TextField, string> & {
	kind: Kind;
	language: string;
	answers: Record<string, Answer>;
	consents: string[];
};

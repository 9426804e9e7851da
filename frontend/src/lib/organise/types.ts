import type { components } from '$lib/api/schema';

/** The shapes of the organisers' API, by the names used here. */
type Schemas = components['schemas'];

export type Words = Record<string, string>;
export type Edition = Schemas['EditionPublic'];
export type EditionBody = Schemas['EditionCreate'];
export type Session = Schemas['SessionPublic'];
export type SessionBody = Required<Schemas['SessionUpdate']>;
export type Venue = Schemas['VenuePublic'];
export type Topic = Schemas['TopicPublic'];
export type Person = Schemas['PersonPublic'];
export type Release = Schemas['ReleasePublic'];
export type ReleaseDetail = Schemas['ReleaseDetail'];
export type Preview = Schemas['ReleasePreview'];
export type Changes = Schemas['Changes'];
export type FieldChange = Schemas['FieldChange'];
export type PublishingWarning = Schemas['Warning'];
export type Kind = Schemas['SessionKind'];
export type Status = Schemas['PublicStatus'];
export type Role = Schemas['SessionRole'];
export type RoleState = Schemas['RoleState'];
export type InterpretationMode = Schemas['InterpretationMode'];
export type EditionStatus = Schemas['EditionStatus'];
export type Visibility = Schemas['Visibility'];

export const KINDS = [
	'orientation',
	'ceremony',
	'keynote',
	'roundtable',
	'plenary',
	'thematic',
	'field_visit',
	'recap',
	'presentation',
	'closing',
	'meal',
	'coffee_break',
	'social'
] as const satisfies readonly Kind[];
export const STATUSES = [
	'tentative',
	'confirmed',
	'changed',
	'cancelled'
] as const satisfies readonly Status[];
export const ROLES = [
	'keynote_speaker',
	'moderator',
	'panellist',
	'presenter',
	'host',
	'interpreter'
] as const satisfies readonly Role[];
export const ROLE_STATES = ['invited', 'confirmed', 'declined'] as const satisfies readonly RoleState[];
export const MODES = [
	'simultaneous',
	'consecutive',
	'sign',
	'captions'
] as const satisfies readonly InterpretationMode[];
export const EDITION_STATUSES = [
	'draft',
	'open',
	'running',
	'completed',
	'archived'
] as const satisfies readonly EditionStatus[];
export const VISIBILITIES = ['public', 'unlisted', 'private'] as const satisfies readonly Visibility[];

/** Everything that a session refers to, by which ids become names. */
export interface Surroundings {
	edition: Edition;
	venues: Venue[];
	topics: Topic[];
	people: Person[];
}

import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Participant = Schemas['ParticipantPublic'];
export type ParticipantDetail = Schemas['ParticipantDetail'];
export type Kind = Schemas['ParticipantKind'];
export type Status = Schemas['RegistrationStatus'];
/** Where organisers bring somebody; the rest is their own. */
export type Decision = Schemas['DecisionKind'];
export const DECISIONS: readonly Decision[] = ['accepted', 'waitlisted', 'declined', 'cancelled'];
export type Sort = Schemas['Sort'];
export type ListFormat = Schemas['ListFormat'];
export type BulkResult = Schemas['BulkResult'];
export type MessageBody = Schemas['MessageCreate'];
export type MessagePreview = Schemas['MessagePreview'];
export type Requirement = Schemas['RequirementPublic'];
export type RequirementBody = Schemas['RequirementCreate'];
export type RequirementState = Schemas['RequirementState'];
export type RequirementForm = Schemas['RequirementForm'];
export type MatrixRow = Schemas['MatrixRow'];
export type Standing = Schemas['Standing'];
export type OwnRequirements = Schemas['OwnRequirements'];
export type Given = Schemas['Given'];
export type ImportReport = Schemas['ImportReport'];
export type Words = Record<string, string>;

export const KINDS = [
	'trainee',
	'speaker',
	'observer',
	'organiser',
	'interpreter',
	'partner'
] as const satisfies readonly Kind[];
export const STATUSES = [
	'draft',
	'submitted',
	'accepted',
	'waitlisted',
	'declined',
	'cancelled'
] as const satisfies readonly Status[];

import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Delegation = Schemas['DelegationPublic'];
export type DelegationBody = Schemas['DelegationCreate'];
export type DelegationChange = Partial<Schemas['DelegationUpdate']>;
export type DelegationStatus = Schemas['DelegationStatus'];
export type DelegationEvent = Schemas['DelegationEventPublic'];
export type FocalPointBody = Schemas['FocalPointGiven'];
export type Overview = Schemas['DelegationOverview'];
export type Member = Schemas['MemberPublic'];
export type MemberStanding = Schemas['MemberStanding'];
export type MemberChange = Partial<Schemas['MemberUpdate']>;
export type NomineeBody = Schemas['NomineeGiven'];
export type SuccessorBody = Schemas['SuccessorGiven'];
export type Capacity = Schemas['Capacity'];
export type MemberRole = Schemas['MemberRole'];

export const CAPACITIES: readonly Capacity[] = ['elected', 'official', 'sse_actor', 'expert'];
export const MEMBER_ROLES: readonly MemberRole[] = ['head', 'focal_point', 'member'];
export const STATUSES: readonly DelegationStatus[] = [
	'invited',
	'nominated',
	'confirmed',
	'attended',
	'completed',
	'alumni',
	'declined',
	'withdrawn'
];

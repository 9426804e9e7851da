import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Words = Record<string, string>;
export type Order = Schemas['PresentationShown'];
export type Placed = Schemas['PresentedPlan'];
export type OnStage = Schemas['PlanOnStage'];
export type Stage = Schemas['PresentationPlans'];
export type PlanStatus = Schemas['PlanStatus'];
export type OwnerKind = Schemas['OwnerKind'];

export const STATUSES = [
	'draft',
	'submitted',
	'presented',
	'endorsed',
	'implementing',
	'closed'
] as const satisfies readonly PlanStatus[];

export interface PlanSummary {
	id: string;
	key: string;
	title: string;
	language: string;
	status: PlanStatus;
	owner_kind: OwnerKind;
	owner: { city: Words | null; country: string | null; name: string | null };
	updated_at: string;
}

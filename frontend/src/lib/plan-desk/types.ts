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

export type PlanSummary = Schemas['PlanListed'];
export type Plan = Schemas['PlanShown'];
export type Missing = Plan['completeness']['missing'][number];
export type Fault = Plan['completeness']['faults'][number];
export type Call = Schemas['ActionPlanCallShown'];
export type CallBody = Required<Schemas['ActionPlanCallFields']>;
export type Sources = Schemas['PlanSources'];
export type Author = Schemas['PlanAuthor'];
export type Remark = Schemas['PlanCommentPublic'];
export type Outcome = Schemas['CommentOutcome'];
export type Endorsement = Schemas['PlanEndorsementPublic'];
export type PlanEvent = Schemas['PlanEventPublic'];
export type Version = Schemas['PlanVersionPublic'];
export type Compared = Omit<Schemas['PlanCompared'], 'changes'> & { changes: FieldChange[] };
export type FieldChange = Schemas['FieldCompared'];
export type Contributor = Schemas['ContributorShown'];

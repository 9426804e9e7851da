import type { components } from '$lib/api/schema';
import type { Fields } from './draft';

type Schemas = components['schemas'];

export type Status = Schemas['PlanStatus'];
export type Words = Record<string, string>;
/** A plan as its writers find it, without its fields. */
export type Plan = Schemas['PlanShown'];
export type Owner = Schemas['PlanOwner'];
export type OwnPlan = Schemas['OwnPlan'];
export type OwnPlans = Schemas['OwnPlans'];
export type Beginning = Schemas['PlanBeginning'];
export type Sources = Schemas['PlanSources'];
export type FieldsRead = Omit<Schemas['PlanFields'], 'fields'> & { fields: Fields };
export type Contributor = Schemas['ContributorShown'];
export type Author = Schemas['PlanAuthor'];
export type PlanComment = Schemas['PlanCommentPublic'];
export type Outcome = Schemas['CommentOutcome'];
export type PlanEvent = Schemas['PlanEventPublic'];
export type PlanVersion = Schemas['PlanVersionPublic'];
export type Compared = Schemas['PlanCompared'];
export type Endorsement = Schemas['PlanEndorsementPublic'];
export type EndorsementGiven = Schemas['PlanEndorsementGiven'];
export type Successor = Schemas['PlanSuccessor'];
export type Mergeable = Schemas['MergeablePlan'];
export type Moved = Schemas['PlanMoved'];

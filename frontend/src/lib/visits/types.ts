import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Words = Record<string, string>;
export type Stage = Schemas['VisitStage'];
export type Because = Schemas['Because'];
export type RoundSummary = Schemas['VisitRoundSummary'];
export type Round = Schemas['VisitRoundPublic'];
export type RoundBody = Schemas['VisitSettings'];
export type Option = Schemas['OptionPlan'];
export type Stop = Option['stops'][number];
export type Shortfall = Schemas['ShortfallPublic'];
export type Run = Schemas['VisitRunPublic'];
export type Explanation = Schemas['Explanation'];
export type Place = Schemas['PlacePublic'];
export type Traveller = Schemas['VisitPersonPublic'];
export type OwnVisit = Schemas['OwnVisit'];
export type OwnOption = Schemas['OwnOption'];
export type OwnPlace = Schemas['OwnPlace'];
export type Question = Schemas['VisitQuestionPublic'];

export type Override = Schemas['OptionOverride'];
export type Plan = Schemas['VisitPlan'];
export type VisitList = Schemas['VisitList'];

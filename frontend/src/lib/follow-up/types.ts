import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Words = Record<string, string>;
export type Period = Schemas['ReportPeriodShown'];
export type PeriodFields = Schemas['ReportPeriodFields'];
export type ReportState = Schemas['ReportState'];
export type PlanReports = Schemas['PlanReports'];
export type ReportListed = Schemas['ReportListed'];
export type Report = Schemas['ReportShown'];
export type Entry = Schemas['EntryShown'];
export type Saved = Schemas['EntrySaved'];
export type Fault = Schemas['ReportFault'];
export type Evidence = Schemas['EvidenceShown'];
export type Rating = Schemas['Rating'];
export type ActionRating = Schemas['ActionRatingShown'];
export type Cohort = Schemas['CohortShown'];
export type CohortPlan = Schemas['CohortPlan'];
export type Progress = Schemas['ProgressShown'];

/** What one field of a report holds: a text, a year, or nothing. */
export type Value = string | number | null;

import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Words = Record<string, string>;
export type Status = Schemas['CaseStudyStatus'];
export type Part = Schemas['CaseStudyPart'];
export type Call = Schemas['CaseStudyCallShown'];
export type CallFields = Required<Schemas['CaseStudyCallFields']>;
export type Calls = Schemas['CaseStudyCalls'];
export type Session = Schemas['CaseStudySession'];
export type OwnCall = Schemas['OwnCaseStudyCall'];
export type Own = Schemas['OwnCaseStudies'];
export type OwnStudy = Schemas['OwnCaseStudy'];
export type Presenter = Schemas['CaseStudyPresenter'];
export type Changes = Schemas['CaseStudyUpdate'];
export type Item = Schemas['CaseStudyItem'];
export type Study = Schemas['CaseStudyShown'];
export type Marks = Schemas['CaseStudyMarks'];
export type Review = Schemas['CaseStudyReviewShown'];
export type ReviewFields = Schemas['CaseStudyReviewFields'];
export type Selection = Schemas['CaseStudySelection'];
export type SelectionFields = Schemas['SelectionFields'];
export type Published = Schemas['PublicCaseStudy'];
/** What everybody who may read a case study reads of it. */
export type Content = Pick<
	OwnStudy,
	'language' | 'title' | 'examples' | 'stakeholders' | 'results' | 'lessons'
>;

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

export interface Override {
	option_id: string;
	capacity?: number | null;
	minimum?: number;
	withdrawn?: boolean;
}

export interface Plan {
	fingerprint: string;
	tallies: {
		option_id: string;
		people: number;
		by_rank: Record<string, number>;
		cities: number;
		not_running: boolean;
	}[];
	waitlisted: number;
	moved: number;
	changed: number;
	moves: {
		registration_id: string;
		name: string;
		city: Words | null;
		from: string | null;
		to: string | null;
		rank: number | null;
		because: Because;
		explanation: Explanation;
	}[];
	shortfalls: Shortfall[];
	seconds: number;
}

export interface VisitList {
	session_id: string;
	option_id: string;
	title: Words;
	transport: Words;
	meeting_point: Words;
	meets_at: string | null;
	people: {
		registration_id: string;
		name: string;
		own_script_name: string | null;
		city: Words | null;
		phone: string | null;
		language: string;
	}[];
	head_count: number;
	needs: Record<string, number>;
	access_notes: number;
	languages: Record<string, number>;
}

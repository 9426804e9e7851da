export type Words = Record<string, string>;
export type Stage = 'preparing' | 'ranking' | 'assigned';
export type Status = 'tentative' | 'confirmed' | 'changed' | 'cancelled';
export type Because =
	| 'pinned'
	| 'waitlisted'
	| 'only_option'
	| 'first_choice'
	| 'no_preference'
	| 'stayed'
	| 'lower_choice'
	| 'unranked';

export interface RoundSummary {
	session_id: string;
	title: Words;
	starts_at: string;
	ends_at: string;
	status: Status;
	version: number;
	stage: Stage;
	counts: { eligible: number; ranked: number; placed: number; waitlisted: number };
	options: {
		option_id: string;
		title: Words;
		capacity: number | null;
		minimum: number;
		withdrawn: boolean;
		offered: boolean;
		placed: number;
	}[];
}

export interface Stop {
	stop_id: string;
	title: Words;
	venue: Words;
	starts_at: string | null;
	ends_at: string | null;
	status: Status;
}

export interface Option {
	option_id: string;
	title: Words;
	stops: Stop[];
	capacity: number | null;
	minimum: number;
	withdrawn: boolean;
	offered: boolean;
	transport: Words;
	meeting_point: Words;
	meets_at: string | null;
	placed: number;
	waiting_for: number;
	ranked: number[];
}

export interface Shortfall {
	kind:
		| 'capacity'
		| 'minimum'
		| 'pinned_over_capacity'
		| 'pinned_below_minimum'
		| 'pinned_not_offered'
		| 'over_capacity'
		| 'below_minimum'
		| 'not_offered';
	option_id: string | null;
	missing: number;
}

export interface Run {
	at: string;
	by: string | null;
	what: string;
	summary: Record<string, unknown>;
}

export interface Round {
	session_id: string;
	title: Words;
	starts_at: string;
	ends_at: string;
	status: Status;
	stage: Stage;
	rank_until: string | null;
	kinds: string[];
	assigned_at: string | null;
	version: number;
	counts: RoundSummary['counts'];
	options: Option[];
	runs: Run[];
	shortfalls: Shortfall[];
}

export interface Explanation {
	full?: string[];
	not_running?: string[];
	moved_from?: string | null;
}

export interface Place {
	option_id: string | null;
	rank: number | null;
	pinned: boolean;
	because: Because;
	explanation: Explanation;
	waitlist_position: number | null;
}

export interface Traveller {
	registration_id: string;
	name: string;
	kind: string;
	delegation: { id: string; city: Words } | null;
	ranks: string[];
	place: Place | null;
}

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

export interface RoundBody {
	rank_until: string | null;
	kinds: string[];
	options: Pick<
		Option,
		'option_id' | 'capacity' | 'minimum' | 'withdrawn' | 'transport' | 'meeting_point' | 'meets_at'
	>[];
}

export interface OwnOption {
	option_id: string;
	title: Words;
	capacity: number | null;
	offered: boolean;
	stops: Stop[];
	transport: Words;
	meeting_point: Words;
	meets_at: string | null;
}

export type OwnPlace = Omit<Place, 'pinned'>;

export interface Question {
	id: string;
	option_id: string;
	text: string;
	asked_at: string;
	answer: string;
	answered_at: string | null;
}

export interface OwnVisit {
	session_id: string;
	title: Words;
	starts_at: string;
	ends_at: string;
	status: Status;
	stage: Stage;
	rank_until: string | null;
	may_rank: boolean;
	version: number;
	ranks: string[];
	options: OwnOption[];
	place: OwnPlace | null;
	questions: Question[];
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

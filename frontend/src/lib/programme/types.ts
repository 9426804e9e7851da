/** The shapes of the public surface, as docs/ describes them for partners: keys may be added, none goes. */
export const SESSION_KINDS = [
	'orientation',
	'ceremony',
	'keynote',
	'roundtable',
	'plenary',
	'thematic',
	'field_visit',
	'recap',
	'presentation',
	'closing',
	'meal',
	'coffee_break',
	'social'
] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];
export type Status = 'tentative' | 'confirmed' | 'changed' | 'cancelled';
export type SessionRole =
	'keynote_speaker' | 'moderator' | 'panellist' | 'presenter' | 'host' | 'interpreter';
export type InterpretationMode = 'simultaneous' | 'consecutive' | 'sign' | 'captions';

export interface Place {
	id: string;
	key: string;
	name: string;
}

export interface Topic extends Place {
	vocabulary: 'pillar' | 'field' | 'other';
}

export interface Stop {
	id: string;
	key: string;
	title: string | null;
	venue: Place;
	start: string | null;
	end: string | null;
	status: Status;
}

export interface Session {
	id: string;
	key: string;
	kind: SessionKind;
	title: string;
	start: string;
	end: string;
	status: Status;
	topics: Topic[];
	people: {
		name: string | null;
		role: SessionRole;
		affiliation: string | null;
		position: string | null;
		contribution: string | null;
	}[];
	venue: Place | null;
	room: Place | null;
	capacity: number | null;
	languages: string[];
	interpretation: { language: string; mode: InterpretationMode }[];
	options: { id: string; key: string; title: string; stops: Stop[] }[];
	sequence: number;
	updated_at: string;
	url: string;
}

export interface SessionDetail extends Session {
	date: string;
	abstract: string | null;
	materials: { title: string; url: string }[];
}

export interface Venue extends Place {
	kind: 'training' | 'study_visit_site';
	description: string | null;
	address: string | null;
	latitude: number | null;
	longitude: number | null;
	website: string | null;
	meeting_point: string | null;
	access_notes: string | null;
	host: string | null;
	rooms: (Place & { capacity: number | null })[];
}

export interface Release {
	number: number;
	revision: number;
	published_at: string;
	comment: string | null;
}

export type EditionStatus = 'draft' | 'open' | 'running' | 'completed' | 'archived';

export interface EditionReference {
	slug: string;
	title: string;
	theme: string | null;
	place: string | null;
	status: EditionStatus;
	timezone: string;
	default_language: string;
	url: string;
}

export interface EditionItem extends EditionReference {
	days: string[];
	languages: string[];
	agenda_url: string;
	featured: boolean;
}

export interface Edition extends Omit<EditionItem, 'featured'> {
	lang: string;
	background: string | null;
	objectives: string[];
	key_questions: string[];
	series: { key: string; title: string } | null;
	organisations: {
		id: string;
		key: string;
		role: 'host' | 'partner';
		name: string;
		short_name: string | null;
		website: string | null;
	}[];
	venues: Venue[];
	topics: Topic[];
	release: Release;
}

export interface Agenda {
	edition: EditionReference;
	release: Release;
	lang: string;
	languages: string[];
	timezone: string;
	days: { date: string; sessions: Session[] }[];
	venues: Venue[];
}

export interface SessionPage {
	edition: EditionReference;
	release: Release;
	lang: string;
	languages: string[];
	timezone: string;
	session: SessionDetail;
	venues: Venue[];
}

import type { Fields, Value } from './draft';

export type Status = 'draft' | 'submitted' | 'presented' | 'endorsed' | 'implementing' | 'closed';
export type OwnerKind = 'trainee' | 'delegation';
export type Words = Record<string, string>;

/** Whose a plan is; null: not known, or erased. */
export interface Owner {
	city: Words | null;
	country: string | null;
	name: string | null;
}

/** A plan as its writers find it, without its fields. */
export interface Plan {
	id: string;
	key: string;
	edition: { slug: string; title: Words; timezone: string; default_language: string };
	owner_kind: OwnerKind;
	owner: Owner;
	language: string;
	title: string;
	status: Status;
	version: number;
	revision: number;
	role: 'owner' | 'contributor' | 'organiser';
	available_transitions: Status[];
	may_edit: boolean;
	submitted_at: string | null;
	updated_at: string;
	published_number: number | null;
	call: { guidance: Words; outline_by: string | null; submit_by: string | null } | null;
}

/** What an edition offers as learning sources and topics. */
export interface Sources {
	sessions: { id: string; title: Words; starts_at: string }[];
	visits: { id: string; title: Words }[];
	case_studies: { id: string; title: string; city: Words | null }[];
	pillars: { key: string; name: Words }[];
	strengths: { key: string; name: Words }[];
}

export interface FieldsRead {
	revision: number;
	fields: Fields;
	changed_by?: Record<string, { name: string | null; at: string; mine: boolean }> | null;
}

export interface FieldsSaved {
	revision: number;
	changes: Fields;
}

export interface OwnPlan {
	id: string;
	key: string;
	edition: { slug: string; title: Words; default_language: string };
	owner_kind: OwnerKind;
	owner: Owner;
	title: string;
	status: Status;
	role: string;
	updated_at: string;
}

/** A plan that may be begun. */
export interface Beginning {
	edition: { slug: string };
	owner_kind: OwnerKind;
	city: Words | null;
	delegation_id: string | null;
}

export interface OwnPlans {
	items: OwnPlan[];
	may_start: Beginning[];
}

export interface Contributor {
	id: string;
	email: string;
	name: string;
	language: string;
	arrived: boolean;
}

/** Whose doing something was; `name` null: an organiser, or not known any more. */
export interface Author {
	name: string | null;
	office: boolean;
	mine: boolean;
}

export interface PlanComment {
	id: string;
	path: string | null;
	reply_to_id: string | null;
	by: Author;
	at: string;
	text: string;
	suggestion: Value[] | null;
	outcome: 'resolved' | 'accepted' | 'declined' | null;
}

export interface PlanEvent {
	id: string;
	at: string;
	what: string;
	from_status: Status;
	to_status: Status;
	comment: string;
	version_number: number | null;
	by: Author;
}

export interface PlanVersion {
	number: number;
	name: string;
	status: Status;
	at: string;
	by: Author;
}

export interface Compared {
	rows: { path: string; pattern: string; what: 'added' | 'removed'; title: string }[];
	changes: {
		path: string;
		pattern: string;
		row_title: string;
		before: Value;
		after: Value;
		words: { op: 'same' | 'added' | 'removed'; text: string }[];
	}[];
}

export interface Endorsement {
	id: string;
	kind: 'government' | 'sse_organisation' | 'other';
	body: string;
	endorsed_on: string;
	note: string;
	file: { id: string; name: string } | null;
	version: number;
}

export interface Successor {
	contributor_id: string | null;
	registration_id: string | null;
	name: string;
}

export interface Mergeable {
	id: string;
	owner: string;
	title: string;
	status: Status;
	actions: { id: string; title: string }[];
}

export interface Moved {
	status: Status;
	version: number;
	revision: number;
	available_transitions: Status[];
}

export interface Page<T> {
	items: T[];
	next: string | null;
}

import type {
	Edition,
	InterpretationMode,
	Kind,
	Role,
	RoleState,
	Session,
	SessionBody,
	Status,
	Words
} from './types';
import { addDays, momentsAt, toMoment, toWall } from './wall-clock';
import { freeKey, slugify, written } from './words';

/** A session as it stands in the form: wall-clock times in the edition's zone, rows that know themselves by `row`. */
export interface SessionForm {
	kind: Kind;
	status: Status;
	title: Words;
	abstract: Words;
	day: string;
	start: string;
	end: string;
	/** The session runs past midnight: `end` is on the next day. */
	overnight: boolean;
	/** The second of two equal wall-clock times, when the clocks go back. */
	startSecond: boolean;
	endSecond: boolean;
	venueId: string;
	roomId: string;
	capacity: number | null;
	languages: string[];
	interpretation: { row: number; language: string; mode: InterpretationMode }[];
	topicIds: string[];
	people: PersonRow[];
	options: OptionRow[];
	materials: { row: number; title: Words; url: string }[];
}

export interface PersonRow {
	row: number;
	personId: string;
	role: Role;
	state: RoleState;
	contribution: Words;
}

export interface OptionRow {
	row: number;
	/** Stable name; null until the option is saved for the first time. */
	key: string | null;
	title: Words;
	stops: StopRow[];
}

export interface StopRow {
	row: number;
	key: string | null;
	venueId: string;
	title: Words;
	start: string;
	end: string;
	status: Status;
}

let rows = 0;
/** Return a number by which a list's row is known while it is moved and edited. */
export const newRow = (): number => (rows += 1);

/** Return the form of a new session on a day of the edition, after what is there already. */
export function emptyForm(edition: Edition, day?: string, start = '09:00'): SessionForm {
	const [hours = 9, minutes = 0] = start.split(':').map(Number);
	const end = `${String(Math.min(hours + 1, 23)).padStart(2, '0')}:${String(hours < 23 ? minutes : 59).padStart(2, '0')}`;
	return {
		kind: 'plenary',
		status: 'tentative',
		title: {},
		abstract: {},
		day: day ?? edition.days[0] ?? '',
		start,
		end,
		overnight: false,
		startSecond: false,
		endSecond: false,
		venueId: '',
		roomId: '',
		capacity: null,
		languages: [edition.default_language],
		interpretation: [],
		topicIds: [],
		people: [],
		options: [],
		materials: []
	};
}

/** Return a stored session as a form. */
export function formOf(session: Session, edition: Edition): SessionForm {
	const zone = edition.timezone;
	const start = toWall(session.starts_at, zone);
	const end = toWall(session.ends_at, zone);
	const time = (moment: string | null) => (moment ? toWall(moment, zone).time : '');
	return {
		kind: session.kind,
		status: session.status,
		title: { ...session.title },
		abstract: { ...session.abstract },
		day: start.day,
		start: start.time,
		end: end.time,
		overnight: end.day !== start.day,
		startSecond: start.second,
		endSecond: end.second,
		venueId: session.venue_id ?? '',
		roomId: session.room_id ?? '',
		capacity: session.capacity,
		languages: [...session.languages],
		interpretation: session.interpretation.map((item) => ({ row: newRow(), ...item })),
		topicIds: [...session.topic_ids],
		people: session.people.map((item) => ({
			row: newRow(),
			personId: item.person_id,
			role: item.role,
			state: item.state,
			contribution: { ...item.contribution }
		})),
		options: session.options.map((option) => ({
			row: newRow(),
			key: option.key,
			title: { ...option.title },
			stops: option.stops.map((stop) => ({
				row: newRow(),
				key: stop.key,
				venueId: stop.venue_id,
				title: { ...stop.title },
				start: time(stop.starts_at),
				end: time(stop.ends_at),
				status: stop.status
			}))
		})),
		materials: session.materials.map((item) => ({ row: newRow(), title: { ...item.title }, url: item.url }))
	};
}

/** What is wrong with a form before it is sent: a pointer into the body, and which of the words says it. */
export type Fault =
	| 'title'
	| 'default_language'
	| 'time'
	| 'time_skipped'
	| 'order'
	| 'stop_venue'
	| 'stop_time'
	| 'material_url';
export type Faults = Record<string, Fault>;

/** Return the day on which a session ends. */
export function endDay(form: SessionForm): string {
	return form.overnight && form.day ? addDays(form.day, 1) : form.day;
}

/** Whether a wall-clock time comes twice on its day, so that one has to say which is meant. */
export function comesTwice(day: string, time: string, zone: string): boolean {
	return momentsAt(day, time, zone).length > 1;
}

/** Return what the API is given for a form, and what is wrong with it that can be told without asking. */
export function bodyOf(form: SessionForm, edition: Edition): { body: SessionBody; faults: Faults } {
	const faults: Faults = {};
	const zone = edition.timezone;

	function words(given: Words, pointer: string): Words {
		const texts = written(given);
		if (Object.keys(texts).length && !texts[edition.default_language]) faults[pointer] = 'default_language';
		return texts;
	}

	function moment(day: string, time: string, second: boolean, pointer: string): string {
		const found = toMoment({ day, time, second }, zone);
		if (!found) faults[pointer] = day && time ? 'time_skipped' : 'time';
		return found ?? '';
	}

	function stopMoment(time: string, pointer: string): string | null {
		if (!time) return null;
		// A stop lies within its session, so its day follows from its time.
		const day = form.overnight && time < form.start ? endDay(form) : form.day;
		const found = toMoment({ day, time, second: false }, zone);
		if (!found) faults[pointer] = 'time_skipped';
		else if (starts && ends && (found < starts || found > ends)) faults[pointer] = 'stop_time';
		return found;
	}

	const title = words(form.title, '/title');
	if (!Object.keys(title).length) faults['/title'] = 'title';
	const starts = moment(form.day, form.start, form.startSecond, '/starts_at');
	const ends = moment(endDay(form), form.end, form.endSecond, '/ends_at');
	if (starts && ends && ends <= starts) faults['/ends_at'] = 'order';

	const optionKeys = new Set(form.options.map((option) => option.key ?? ''));
	const body: SessionBody = {
		kind: form.kind,
		title,
		abstract: words(form.abstract, '/abstract'),
		starts_at: starts,
		ends_at: ends,
		status: form.status,
		venue_id: form.venueId || null,
		room_id: form.roomId || null,
		capacity: form.capacity,
		languages: form.languages,
		interpretation: form.interpretation.map(({ language, mode }) => ({ language, mode })),
		topic_ids: form.topicIds,
		people: form.people.map((item, i) => ({
			person_id: item.personId,
			role: item.role,
			state: item.state,
			contribution: words(item.contribution, `/people/${i}/contribution`)
		})),
		options: form.options.map((option, i) => {
			const at = `/options/${i}`;
			const optionTitle = words(option.title, `${at}/title`);
			if (!Object.keys(optionTitle).length) faults[`${at}/title`] = 'title';
			const stopKeys = new Set(option.stops.map((stop) => stop.key ?? ''));
			return {
				key: option.key ?? claim(slugify(optionTitle[edition.default_language] ?? '', 'option'), optionKeys),
				title: optionTitle,
				stops: option.stops.map((stop, j) => {
					const here = `${at}/stops/${j}`;
					if (!stop.venueId) faults[`${here}/venue_id`] = 'stop_venue';
					const from = stopMoment(stop.start, `${here}/starts_at`);
					const until = stopMoment(stop.end, `${here}/ends_at`);
					if (from && until && until <= from) faults[`${here}/ends_at`] = 'order';
					return {
						key: stop.key ?? claim(`stop-${j + 1}`, stopKeys),
						venue_id: stop.venueId,
						title: words(stop.title, `${here}/title`),
						starts_at: from,
						ends_at: until,
						status: stop.status
					};
				})
			};
		}),
		materials: form.materials.map((item, i) => {
			const materialTitle = words(item.title, `/materials/${i}/title`);
			if (!Object.keys(materialTitle).length) faults[`/materials/${i}/title`] = 'title';
			if (!/^https?:\/\/[^\s]+$/.test(item.url.trim())) faults[`/materials/${i}/url`] = 'material_url';
			return { title: materialTitle, url: item.url.trim() };
		})
	};
	return { body, faults };
}

function claim(wish: string, taken: Set<string>): string {
	const key = freeKey(wish, taken);
	taken.add(key);
	return key;
}

export type SessionField = keyof SessionBody;

/** Return the fields of `now` that differ from `before`: a change says nothing about the rest. */
export function changedFields(before: SessionBody, now: SessionBody): Partial<SessionBody> {
	return Object.fromEntries(
		Object.entries(now).filter(([field, value]) => !same(value, before[field as SessionField]))
	);
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Texts by language are the same in whatever order the languages come. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!value || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, item]) => [key, sorted(item)])
	);
}

/** One field in which two versions of a session differ. */
export interface Dispute {
	field: SessionField;
	mine: unknown;
	theirs: unknown;
	/** Both have changed it; otherwise the one that did is taken unless somebody says otherwise. */
	both: boolean;
	suggested: 'mine' | 'theirs';
}

/** Compare what somebody wrote with what somebody else saved meanwhile; `base` is what both began with. */
export function disputes(base: SessionBody, mine: SessionBody, theirs: SessionBody): Dispute[] {
	return (Object.keys(mine) as SessionField[])
		.filter((field) => !same(mine[field], theirs[field]))
		.map((field) => {
			const changed = !same(base[field], mine[field]);
			return {
				field,
				mine: mine[field],
				theirs: theirs[field],
				both: changed && !same(base[field], theirs[field]),
				suggested: changed ? 'mine' : 'theirs'
			};
		});
}

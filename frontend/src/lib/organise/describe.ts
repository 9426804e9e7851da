import { i18n, t, type MessageKey } from '$lib/i18n';
import { languageName, writeDays, writeList, writeShortDay, writeTime } from '$lib/programme/dates';
import { say as sayProgramme, type ProgrammeKey } from '$lib/programme/i18n';
import { say, type OrganiseKey } from './i18n';
import type { PublishingWarning, Session, Surroundings, Words } from './types';
import { inLanguage } from './words';

/** The API's names of fields, in a form and in a release, and the words that stand for them. */
const LABELS: Record<string, OrganiseKey> = {
	kind: 'field.kind',
	status: 'field.status',
	title: 'field.title',
	abstract: 'field.abstract',
	start: 'field.start',
	starts_at: 'field.start',
	end: 'field.end',
	ends_at: 'field.end',
	venue: 'field.venue',
	venue_id: 'field.venue',
	room: 'field.room',
	room_id: 'field.room',
	capacity: 'field.capacity',
	languages: 'field.languages',
	interpretation: 'field.interpretation',
	topics: 'field.topics',
	topic_ids: 'field.topics',
	people: 'field.people',
	options: 'field.options',
	materials: 'field.materials',
	theme: 'field.theme',
	background: 'field.background',
	objectives: 'field.objectives',
	key_questions: 'field.key_questions',
	days: 'field.days',
	timezone: 'field.timezone',
	default_language: 'field.default_language',
	place: 'field.place',
	organisations: 'field.organisations',
	series: 'field.series',
	slug: 'field.slug'
};

export function fieldName(field: string): string {
	const key = LABELS[field];
	return key ? say(key) : field.replaceAll('_', ' ');
}

/** Return a field's value as lines of words; nothing at all is no line. `value` is a form's or a release's. */
export function linesOf(field: string, value: unknown, around: Surroundings): string[] {
	if (value === null || value === undefined || value === '') return [];
	const { edition } = around;
	switch (field) {
		case 'start':
		case 'starts_at':
		case 'end':
		case 'ends_at':
			return [writeWhen(value as string, edition.timezone)];
		case 'kind':
			return [sayProgramme(`kind.${value as string}` as ProgrammeKey)];
		case 'status':
			return [statusName(value as string)];
		case 'venue':
		case 'venue_id':
			return [venueName(value as string, around)];
		case 'room':
		case 'room_id':
			return [roomName(value as string, around)];
		case 'topics':
		case 'topic_ids':
			return (value as string[]).map((id) => topicName(id, around));
		case 'languages':
			return (value as string[]).map((tag) => languageName(tag, i18n.language));
		case 'default_language':
			return [languageName(value as string, i18n.language)];
		case 'interpretation':
			return (value as { language: string; mode: string }[]).map((item) => interpretationName(item));
		case 'people':
			return (value as PersonValue[]).map((item) => personLine(item, around));
		case 'options':
			return (value as OptionValue[]).flatMap((option) => optionLines(option, around));
		case 'materials':
			return (value as { title: Words; url: string }[]).map((item) =>
				say('value.material', { title: wordsHere(item.title, around), url: item.url })
			);
		case 'days':
			return (value as string[]).map((day) => writeDays([day], i18n.language));
		case 'objectives':
		case 'key_questions':
			return (value as Words[]).flatMap((words) => wordsLines(words, around));
		case 'organisations':
			return (value as { role: string; name: Words }[]).map((item) =>
				say('value.pair', {
					first: say(`host.${item.role}` as OrganiseKey),
					second: wordsHere(item.name, around)
				})
			);
		case 'series':
			return [wordsHere((value as { title: Words }).title, around)];
	}
	if (typeof value === 'number') return [new Intl.NumberFormat(i18n.language).format(value)];
	if (typeof value === 'string') return [value];
	if (isWords(value)) return wordsLines(value, around);
	return [JSON.stringify(value)];
}

export interface LineDifference {
	removed: string[];
	added: string[];
}

/** Return the lines that went and those that came; what stayed is not said again. */
export function differenceOf(before: readonly string[], after: readonly string[]): LineDifference {
	return { removed: without(before, after), added: without(after, before) };
}

function without(lines: readonly string[], others: readonly string[]): string[] {
	const left = [...others];
	return lines.filter((line) => {
		const at = left.indexOf(line);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

interface PersonValue {
	person_id?: string;
	name?: string | null;
	affiliation?: string | null;
	role: string;
	state?: string;
	contribution: Words;
}

interface OptionValue {
	title: Words;
	stops: {
		title: Words;
		venue?: string;
		venue_id?: string;
		start?: string | null;
		end?: string | null;
		starts_at?: string | null;
		ends_at?: string | null;
		status: string;
	}[];
}

function personLine(item: PersonValue, around: Surroundings): string {
	const known = item.person_id ? personName(item.person_id, around) : null;
	let name = known ?? item.name ?? sayProgramme('session.tba');
	if (item.affiliation) name = say('value.of', { name, organisation: item.affiliation });
	if (item.state && item.state !== 'confirmed') {
		name = say('value.with_state', { name, state: say(`state.${item.state}` as OrganiseKey) });
	}
	const line = say('value.pair', { first: sayProgramme(`role.${item.role}` as ProgrammeKey), second: name });
	const contribution = wordsHere(item.contribution, around);
	return contribution ? say('value.contribution', { line, contribution }) : line;
}

function optionLines(option: OptionValue, around: Surroundings): string[] {
	const title = wordsHere(option.title, around);
	if (!option.stops.length) return [title];
	const zone = around.edition.timezone;
	return option.stops.map((stop) => {
		const place = wordsHere(stop.title, around) || venueName(stop.venue ?? stop.venue_id ?? '', around);
		const from = stop.start ?? stop.starts_at;
		const until = stop.end ?? stop.ends_at;
		const times = [from, until]
			.filter((moment) => !!moment)
			.map((moment) => writeTime(moment as string, zone));
		const status = statusName(stop.status);
		const line = say('value.pair', { first: title, second: place });
		return say('value.stop', { line, details: [times.join('–'), status].filter(Boolean).join(', ') });
	});
}

/** Write a day and time in the edition's zone, such as "Mon, 28 Oct, 09:00". */
export function writeWhen(moment: string, zone: string): string {
	return say('value.when', {
		day: writeShortDay(moment, zone, i18n.language),
		time: writeTime(moment, zone)
	});
}

export function statusName(status: string): string {
	const key = `status.${status}`;
	return ['tentative', 'confirmed', 'changed', 'cancelled'].includes(status)
		? t(key as MessageKey)
		: say(`edition_status.${status}` as OrganiseKey);
}

export function interpretationName(item: { language: string; mode: string }): string {
	return sayProgramme(`interpretation.${item.mode}` as ProgrammeKey, {
		language: languageName(item.language, i18n.language)
	});
}

/** Return a text in the language of the interface, else in the edition's own. */
export function wordsHere(words: Words | undefined, { edition }: Pick<Surroundings, 'edition'>): string {
	return inLanguage(words, i18n.language, edition.default_language);
}

export function venueName(id: string, around: Surroundings): string {
	const venue = around.venues.find((venue) => venue.id === id);
	return venue ? wordsHere(venue.name, around) : say('value.gone');
}

export function roomName(id: string, around: Surroundings): string {
	const room = around.venues.flatMap((venue) => venue.rooms).find((room) => room.id === id);
	return room ? wordsHere(room.name, around) : say('value.gone');
}

export function topicName(id: string, around: Surroundings): string {
	const topic = around.topics.find((topic) => topic.id === id);
	return topic ? wordsHere(topic.name, around) : say('value.gone');
}

export function personName(id: string, around: Surroundings): string {
	return around.people.find((person) => person.id === id)?.badge_name ?? say('value.gone');
}

function isWords(value: unknown): value is Words {
	return (
		typeof value === 'object' && value !== null && Object.values(value).every((v) => typeof v === 'string')
	);
}

function wordsLines(words: Words, { edition }: Surroundings): string[] {
	const several = edition.languages.length > 1;
	return Object.entries(words).map(([tag, text]) =>
		several ? say('value.pair', { first: languageName(tag, i18n.language), second: text }) : text
	);
}

/** Say what a warning is about in the reader's language; one of a kind not known here in the server's words. */
export function describeWarning(
	warning: PublishingWarning,
	sessions: ReadonlyMap<string, Session>,
	around: Surroundings
): string {
	const concerned = warning.session_ids.flatMap((id) => sessions.get(id) ?? []);
	const [a, b] = concerned;
	if (!a || concerned.length !== warning.session_ids.length) return warning.detail;
	const { edition } = around;
	const first = wordsHere(a.title, around);
	const second = b ? wordsHere(b.title, around) : '';
	switch (warning.code) {
		case 'room_double_booked':
			return say('warning.room', { first, second, room: a.room_id ? roomName(a.room_id, around) : '' });
		case 'person_double_booked': {
			const there = new Set(
				b?.people.filter(({ state }) => state !== 'declined').map((item) => item.person_id)
			);
			const twice = a.people.filter((item) => item.state !== 'declined' && there.has(item.person_id));
			const names = [...new Set(twice.map((item) => personName(item.person_id, around)))];
			return say('warning.person', { first, second, people: writeList(names, i18n.language) });
		}
		case 'language_uncovered': {
			const covered = new Set([...a.languages, ...a.interpretation.map((item) => item.language)]);
			const missing = edition.languages.filter((tag) => !covered.has(tag));
			const languages = missing.map((tag) => languageName(tag, i18n.language));
			return say('warning.language', { first, languages: writeList(languages, i18n.language) });
		}
		case 'visit_over_capacity':
			return say('warning.visit_full', { first });
		case 'visit_dropped':
			return say('warning.visit_dropped', { first });
	}
	return warning.detail;
}

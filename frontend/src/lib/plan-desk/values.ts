import { choiceLabel, label, patternOf } from '$lib/action-plans/labels';
import { sdgTitle } from '$lib/action-plans/labels/sdg';
import { i18n } from '$lib/i18n';
import { writeDate } from './figures';
import { say } from './i18n';
import type { Sources } from './types';
import { inOwn } from './words';

/** What sources and topics are called, by their ids and keys. */
export interface Names {
	sources: Readonly<Record<string, string>>;
	topics: Readonly<Record<string, string>>;
}

export function namesOf(sources: Sources, fallback: string): Names {
	const { sessions, visits, case_studies, pillars, strengths } = sources;
	const titled = [...sessions, ...visits].map(({ id, title }) => [id, inOwn(title, fallback)]);
	const studies = case_studies.map(({ id, title }) => [id, title]);
	return {
		sources: Object.fromEntries([...titled, ...studies]),
		topics: Object.fromEntries(
			[...pillars, ...strengths].map(({ key, name }) => [key, inOwn(name, fallback)])
		)
	};
}

const DATES = new Set([
	'period_start',
	'period_end',
	'planned_start',
	'planned_end',
	'actual_start',
	'actual_end',
	'due',
	'met_on',
	'ends'
]);
const CHOICES = new Set(['kind', 'role', 'state', 'level', 'priority', 'phase', 'health']);

/** Write the value of a field in words; empty where nothing stands there. */
export function writeValue(path: string, value: unknown, { sources, topics }: Names): string {
	const name = path.split('/').at(-1) ?? '';
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
	if (Array.isArray(value)) {
		const written = (code: string) =>
			name === 'sdg' ? say('value.goal', { code, title: sdgTitle(code) }) : (topics[code] ?? code);
		return value.map((code) => written(String(code))).join('; ');
	}
	if (DATES.has(name)) return writeDate(String(value), i18n.language);
	if (CHOICES.has(name)) return choiceLabel(patternOf(path), String(value));
	if (name === 'ref') return sources[String(value)] ?? say('value.gone');
	if (name === 'planned' || name === 'actual') return writeFigure(path, String(value));
	return String(value);
}

/** An amount of a budget; what an indicator measures stays as it was written. */
function writeFigure(path: string, value: string): string {
	if (!patternOf(path).includes('budget') || !/^\d+(\.\d+)?$/.test(value)) return value;
	const places = value.split('.')[1]?.length ?? 0;
	const written = new Intl.NumberFormat(i18n.language, {
		minimumFractionDigits: places,
		maximumFractionDigits: 4
	});
	return written.format(value as unknown as number); // as text: numbers lose cents
}

/** What a place is called: a field by its own name and its row's, such as "A fund: Planned start". */
export function placeName(path: string, rowTitle = ''): string {
	const name = label(patternOf(path));
	return rowTitle ? say('value.in_row', { row: rowTitle, field: name }) : name;
}

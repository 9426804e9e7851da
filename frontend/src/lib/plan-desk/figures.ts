import type { Language } from '$lib/i18n/languages';
import { below, codes, text, type Row } from './tree';

/** What is worked out of a plan to be shown: sums, spans of time, who does what. All pure. */

const DECIMALS = 4;
const SCALE = 10n ** BigInt(DECIMALS);

/** A sum of money; nothing is ever converted. */
export interface Sum {
	year: number;
	currency: string;
	amount: string;
}

function scaled(amount: string): bigint {
	const [whole = '0', part = ''] = amount.split('.');
	return BigInt(whole) * SCALE + BigInt(part.padEnd(DECIMALS, '0'));
}

function unscaled(amount: bigint): string {
	const part = String(amount % SCALE)
		.padStart(DECIMALS, '0')
		.replace(/0+$/, '');
	return part ? `${amount / SCALE}.${part}` : String(amount / SCALE);
}

/** What actions cost together, by year and currency, in that order. */
export function totalsOf(actions: readonly Row[], name: 'planned' | 'actual' = 'planned'): Sum[] {
	const sums = new Map<string, bigint>();
	for (const line of actions.flatMap((action) => below(action, 'budget'))) {
		const [year, currency, amount] = [text(line, 'year'), text(line, 'currency'), text(line, name)];
		if (!year || !currency || !/^\d+(\.\d{1,4})?$/.test(amount)) continue;
		const key = `${year} ${currency}`;
		sums.set(key, (sums.get(key) ?? 0n) + scaled(amount));
	}
	return [...sums]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, amount]) => {
			const [year = '', currency = ''] = key.split(' ');
			return { year: Number(year), currency, amount: unscaled(amount) };
		});
}

/** The same over all years, by currency. */
export function sumsOf(totals: readonly Sum[]): { currency: string; amount: string }[] {
	const sums = new Map<string, bigint>();
	for (const { currency, amount } of totals) {
		sums.set(currency, (sums.get(currency) ?? 0n) + scaled(amount));
	}
	return [...sums].map(([currency, amount]) => ({ currency, amount: unscaled(amount) }));
}

const LOCALES: Record<Language, string> = { en: 'en-GB', ko: 'ko-KR', fr: 'fr', es: 'es' };

/**
 * Write an amount with its currency's code, such as "UGX 350,000,000", as it was given: a currency without cents would
 * round it, and a number of JavaScript loses cents of what is large.
 */
export function writeAmount(amount: string, currency: string, language: Language): string {
	const format = { style: 'currency', currency, currencyDisplay: 'code' } as const;
	const places = {
		minimumFractionDigits: amount.includes('.') ? 2 : 0,
		maximumFractionDigits: DECIMALS
	};
	const written = new Intl.NumberFormat(LOCALES[language], { ...format, ...places });
	return written.format(amount as unknown as number);
}

/** Write an ISO date, such as "31 March 2020" or, `short`, "Mar 2020". */
export function writeDate(day: string, language: Language, short = false): string {
	const format: Intl.DateTimeFormatOptions = short
		? { month: 'short', year: 'numeric', timeZone: 'UTC' }
		: { dateStyle: 'long', timeZone: 'UTC' };
	return new Intl.DateTimeFormat(LOCALES[language], format).format(new Date(day));
}

/** Write from when to when, by months, such as "Jan 2020 – Dec 2021"; one end where the other is open. */
export function writeMonths(from: string, until: string, language: Language): string {
	if (!from || !until || from > until)
		return [from, until].flatMap((day) => (day ? writeDate(day, language, true) : [])).join(' – ');
	const format = new Intl.DateTimeFormat(LOCALES[language], {
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC'
	});
	return format.formatRange(new Date(from), new Date(until));
}

/** Who answers for an action, else who carries it out, else whoever stands first. */
export function responsibleFor(action: Row): string {
	const bodies = below(action, 'organisations').filter((one) => text(one, 'name'));
	const of = (role: string) => bodies.find((one) => text(one, 'role') === role);
	const found = of('accountable') ?? of('implementing') ?? bodies[0];
	return found ? text(found, 'name') : '';
}

/** The organisations of a plan by role, each once. */
export function bodiesByRole(plan: Row): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const role of ['accountable', 'implementing', 'funding', 'extending']) found.set(role, []);
	for (const body of below(plan, 'actions').flatMap((action) => below(action, 'organisations'))) {
		const [role, name] = [text(body, 'role') || 'implementing', text(body, 'name')];
		const names = found.get(role) ?? [];
		if (name && !names.includes(name)) names.push(name);
		found.set(role, names);
	}
	return new Map([...found].filter(([, names]) => names.length));
}

/** The goals that the actions of a plan serve, in the order of their numbers. */
export function goalsOf(plan: Row): string[] {
	const goals = below(plan, 'actions')
		.flatMap((action) => codes(action, 'sdg'))
		.map((code) => code.split('.')[0] as string);
	return [...new Set(goals)].sort((a, b) => Number(a) - Number(b));
}

/** What inspired a plan: of the plan and of its actions, each source once, with the first words that stand beside it. */
export function sourcesOf(plan: Row): { kind: string; ref: string; note: string }[] {
	const found = new Map<string, { kind: string; ref: string; note: string }>();
	const rows = [plan, ...below(plan, 'actions')].flatMap((row) => below(row, 'learning'));
	for (const row of rows) {
		const source = { kind: text(row, 'kind'), ref: text(row, 'ref'), note: text(row, 'note') };
		const key = source.ref || row.path;
		const before = found.get(key);
		if (!before) found.set(key, source);
		else if (!before.note) before.note = source.note;
	}
	return [...found.values()].filter(({ ref, note }) => ref || note);
}

// --- time, drawn ---

export interface Bar {
	action: Row;
	/** Parts of the whole width, 0 to 1. */
	from: number;
	until: number;
	milestones: { at: number; title: string; due: string }[];
}

export interface Chart {
	bars: Bar[];
	years: { year: number; at: number }[];
	/** Actions that say no time. */
	undated: Row[];
}

const day = (iso: string): number => Date.parse(iso) / 86_400_000;

/** Place the actions of a plan on whole years. */
export function chartOf(plan: Row): Chart | null {
	const actions = below(plan, 'actions');
	const span = (action: Row) => {
		const [from, until] = [text(action, 'planned_start'), text(action, 'planned_end')];
		return from || until ? ([from || until, until || from] as const) : null;
	};
	const dated = actions.filter(span);
	if (!dated.length) return null;
	const dues = dated.flatMap((one) => below(one, 'milestones').flatMap((row) => text(row, 'due') || []));
	const all = [...dated.flatMap((one) => span(one) ?? []), ...dues].sort();
	const first = Number(all[0]?.slice(0, 4));
	const last = Number(all.at(-1)?.slice(0, 4)) + 1;
	const [begin, end] = [day(`${first}-01-01`), day(`${last}-01-01`)];
	const at = (iso: string) => (day(iso) - begin) / (end - begin);
	const bars = dated.map((action) => {
		const [from, until] = span(action) as readonly [string, string];
		const milestones = below(action, 'milestones')
			.filter((row) => text(row, 'due'))
			.map((row) => ({ at: at(text(row, 'due')), title: text(row, 'title'), due: text(row, 'due') }));
		return { action, from: Math.min(at(from), at(until)), until: Math.max(at(from), at(until)), milestones };
	});
	const years = Array.from({ length: last - first }, (_, i) => ({
		year: first + i,
		at: at(`${first + i}-01-01`)
	}));
	return { bars, years, undated: actions.filter((one) => !span(one)) };
}

import type { Value } from './draft';
import type { FieldRule } from './rows';

/** What was typed, as its field takes it; or that it is not yet. */
export interface Parsed {
	value: Value;
	unready: boolean;
}

const ready = (value: Value): Parsed => ({ value, unready: false });
const unready = (value: string): Parsed => ({ value, unready: true });

/** Understand what was typed into a field. What is not understood stays as it was typed, and is not sent. */
export function parse(rule: FieldRule, typed: string): Parsed {
	const text = typed.trim();
	if (!text) return ready(null);
	switch (rule.kind) {
		case 'line':
		case 'text':
			return typed.length > (rule.most ?? Infinity) ? unready(typed) : ready(typed);
		case 'year':
			return /^(19|20|21)\d\d$|^2200$/.test(text) ? ready(Number(text)) : unready(typed);
		case 'date':
			return /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) ? ready(text) : unready(typed);
		case 'currency':
			return isCurrency(text.toUpperCase()) ? ready(text.toUpperCase()) : unready(typed);
		case 'amount': {
			const amount = parseAmount(text);
			return amount === null ? unready(typed) : ready(amount);
		}
		default:
			return ready(typed);
	}
}

/** Whether a code is a currency's. */
export function isCurrency(code: string): boolean {
	return currencies().includes(code);
}

let known: string[] | undefined;

/** The codes of all currencies that this browser knows. */
export function currencies(): string[] {
	return (known ??= Intl.supportedValuesOf('currency'));
}

/**
 * Read an amount as people write it: `1 250 000,50`, `1,250,000.50`, `1'250'000`. A single sign before exactly three
 * digits parts thousands, else it begins the decimals. Null: no amount.
 */
export function parseAmount(text: string): string | null {
	const bare = text.replace(/[\s\u00a0\u202f'’]/g, '');
	if (!/^\d[\d.,]*$/.test(bare)) return null;
	const signs = bare.replace(/\d/g, '');
	const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
	const decimals = last < 0 ? '' : bare.slice(last + 1);
	const sign = last < 0 ? '' : bare.charAt(last);
	const once = signs.split(sign).length === 2;
	const isDecimal = last >= 0 && once && (signs.length > 1 || decimals.length !== 3);
	const whole = (isDecimal ? bare.slice(0, last) : bare).replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
	if (whole.length > 15 || (isDecimal && decimals.length > 4)) return null;
	return isDecimal && decimals ? `${whole}.${decimals}` : whole;
}

/** Write an amount as the language does, such as "1,250,000.50". */
export function writeAmount(amount: string, language: string): string {
	if (!/^\d+(\.\d+)?$/.test(amount)) return amount;
	// Formatted as text, for numbers lose cents.
	const least = amount.includes('.') ? 2 : 0;
	const format = new Intl.NumberFormat(language, { minimumFractionDigits: least, maximumFractionDigits: 4 });
	return format.format(amount as unknown as number);
}

/** Add amounts without losing cents. */
export function addAmounts(amounts: readonly string[]): string {
	const sum = amounts.reduce((total, amount) => total + toUnits(amount), 0n);
	const whole = sum / 10_000n;
	const rest = (sum % 10_000n).toString().padStart(4, '0').replace(/0+$/, '');
	return rest ? `${whole}.${rest}` : `${whole}`;
}

function toUnits(amount: string): bigint {
	const [whole = '0', decimals = ''] = amount.split('.');
	return BigInt(whole) * 10_000n + BigInt(decimals.padEnd(4, '0').slice(0, 4));
}

/** A line of a budget as it was typed. */
export interface BudgetLine {
	year: Value;
	currency: Value;
	amount: Value;
}

/** Add lines by year and currency; nothing is ever converted. A sum of one line says nothing new and is left out. */
export function totalsOf(lines: readonly BudgetLine[]): { year: number; currency: string; amount: string }[] {
	const found = new Map<string, { year: number; currency: string; amounts: string[] }>();
	for (const { year, currency, amount } of lines) {
		if (typeof year !== 'number' || typeof currency !== 'string' || typeof amount !== 'string') continue;
		if (!/^\d+(\.\d+)?$/.test(amount)) continue;
		const key = `${year} ${currency}`;
		const total = found.get(key) ?? { year, currency, amounts: [] };
		total.amounts.push(amount);
		found.set(key, total);
	}
	return [...found.values()]
		.filter(({ amounts }) => amounts.length > 1)
		.sort((a, b) => a.year - b.year || (a.currency < b.currency ? -1 : 1))
		.map(({ year, currency, amounts }) => ({ year, currency, amount: addAmounts(amounts) }));
}

import type { Language } from './languages';

/** A message with plural forms is chosen by its `count` parameter. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Params = Record<string, string | number>;

const pluralRules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function remembered<T>(cache: Map<string, T>, key: string, make: () => T): T {
	let value = cache.get(key);
	if (value === undefined) cache.set(key, (value = make()));
	return value;
}

/** Put parameters into a message: `{name}` is replaced, numbers are written as the language writes them. */
export function format(message: Message, language: Language, params: Params = {}): string {
	let text: string;
	if (typeof message === 'string') {
		text = message;
	} else {
		const rules = remembered(pluralRules, language, () => new Intl.PluralRules(language));
		text = message[rules.select(Number(params.count))] ?? message.other;
	}
	return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
		const value = params[name];
		if (value === undefined) return placeholder;
		if (typeof value === 'string') return value;
		return remembered(numbers, language, () => new Intl.NumberFormat(language)).format(value);
	});
}

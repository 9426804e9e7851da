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

/** French sets a space before some signs and inside its quotation marks: one that never ends a line. */
export function keepSigns<M extends Record<keyof M, Message>>(messages: M): M {
	const kept = (text: string) => text.replace(/ ([:;?»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
	const entries = Object.entries<Message>(messages).map(([key, message]) => [
		key,
		typeof message === 'string'
			? kept(message)
			: Object.fromEntries(Object.entries(message).map(([form, text]) => [form, kept(text)]))
	]);
	return Object.fromEntries(entries) as M;
}

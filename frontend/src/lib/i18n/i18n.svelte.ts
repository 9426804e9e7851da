import { stored } from '$lib/stored';
import { chooseLanguage, supported, type Language } from './languages';
import type { Messages } from './messages/keys';
import { format, keepSigns, type Message, type Params } from './translate';

let current = $state<Language>('en');
const loaders: ((language: Language) => Promise<void>)[] = [];
const choice = stored('madang:language');

/** The language of the interface; reading `language` in a component follows its changes. */
export const i18n = {
	get language(): Language {
		return current;
	}
};

/**
 * Make a `t()` for one set of messages, each language fetched when it is used. A part of the app with many words
 * of its own (organising) makes a catalogue of its own and waits for `ready()` in its layout's `load`.
 */
export function catalogue<M extends Record<keyof M, Message>>(
	languages: Record<Language, () => Promise<{ default: M }>>
) {
	let messages = $state.raw<Partial<M>>({});

	async function load(language: Language): Promise<void> {
		const { default: words } = await languages[language]();
		messages = language === 'fr' ? keepSigns(words) : words;
	}

	loaders.push(load);
	return {
		/** Bring this catalogue into the current language: for one that is made after the start. */
		ready: () => load(current),
		t(key: keyof M & string, params?: Params): string {
			return format(messages[key] ?? key, current, params);
		}
	};
}

let switching: Promise<void> = Promise.resolve();

/** Show the interface in `language`: words first, then the switch, so that nothing is shown half-translated. */
export function useLanguage(language: Language): Promise<void> {
	switching = Promise.all(loaders.map((load) => load(language))).then(() => {
		current = language;
		document.documentElement.lang = language;
	});
	return switching;
}

/** Wait for a switch that is under way: Kit runs a page's `load` beside that of its layout, which switches. */
export function languageSettled(): Promise<void> {
	return switching;
}

/** Remember a visitor's own choice of language and show it. */
export async function chooseAndRemember(language: Language): Promise<void> {
	choice.write(language);
	await useLanguage(language);
}

/** Go on in the language that an address asked for, such as a mail's link: unless the visitor chose another before. */
export function keepAsked(asked: string | null): void {
	if (supported(asked) && choice.read() === null) choice.write(supported(asked));
}

/** Start in the language that the address, the stored choice or the browser asks for. */
export async function startLanguage(asked: string | null): Promise<void> {
	await useLanguage(chooseLanguage(asked, choice.read(), navigator.languages ?? [navigator.language]));
}

export const { t } = catalogue<Messages>({
	en: () => import('./messages/en'),
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export type MessageKey = keyof Messages;

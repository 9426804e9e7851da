import { stored } from '$lib/stored';
import en from './messages/en';
import { chooseLanguage, type Language } from './languages';
import { format, type Message, type Params } from './translate';

type Loader<K extends string> = () => Promise<{ default: Record<K, Message> }>;

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
 * Make a `t()` for one set of messages. English is part of the script, the other languages are fetched when
 * they are used; a part of the app with many words of its own (organising) makes a catalogue of its own.
 */
export function catalogue<M extends Record<string, Message>>(
	english: M,
	others: Record<Exclude<Language, 'en'>, Loader<keyof M & string>>
) {
	let messages = $state.raw<Record<string, Message>>(english);

	async function load(language: Language): Promise<void> {
		messages = language === 'en' ? english : (await others[language]()).default;
	}

	loaders.push(load);
	return {
		/** Bring this catalogue into the current language; needed once by catalogues made after the start. */
		ready: () => load(current),
		t(key: keyof M & string, params?: Params): string {
			return format(messages[key] ?? english[key] ?? key, current, params);
		}
	};
}

/** Show the interface in `language`: words first, then the switch, so that nothing is shown half-translated. */
export async function useLanguage(language: Language): Promise<void> {
	if (language !== current || document.documentElement.lang !== language) {
		await Promise.all(loaders.map((load) => load(language)));
		current = language;
		document.documentElement.lang = language;
	}
}

/** Remember a visitor's own choice of language and show it. */
export async function chooseAndRemember(language: Language): Promise<void> {
	choice.write(language);
	await useLanguage(language);
}

/** Start in the language that the address, the stored choice or the browser asks for. */
export async function startLanguage(asked: string | null): Promise<void> {
	await useLanguage(chooseLanguage(asked, choice.read(), navigator.languages ?? [navigator.language]));
}

const app = catalogue(en, {
	ko: () => import('./messages/ko'),
	fr: () => import('./messages/fr'),
	es: () => import('./messages/es')
});

export const t = app.t;
export type MessageKey = keyof typeof en;

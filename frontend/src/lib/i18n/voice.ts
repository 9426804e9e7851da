import type { Language } from './languages';
import { format, keepSigns, type Message, type Params } from './translate';

export type Voice<M> = (key: keyof M & string, params?: Params) => string;

/** Return what says a catalogue's words in a language that need not be the page's: for what others read. */
export async function voiceIn<M extends Record<keyof M, Message>>(
	languages: Record<Language, () => Promise<{ default: M }>>,
	language: Language
): Promise<Voice<M>> {
	const { default: words } = await languages[language]();
	const messages = language === 'fr' ? keepSigns(words) : words;
	return (key, params) => format(messages[key] ?? key, language, params);
}

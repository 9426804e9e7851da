export { LANGUAGES, LANGUAGE_NAMES, type Language } from './languages';
export {
	catalogue,
	chooseAndRemember,
	i18n,
	keepAsked,
	languageSettled,
	startLanguage,
	t,
	type MessageKey
} from './i18n.svelte';
export type { Message, Params } from './translate';

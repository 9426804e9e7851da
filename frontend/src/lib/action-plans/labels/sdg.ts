import { catalogue } from '$lib/i18n';
import type { SdgWords } from './sdg/keys';

/** Goals and targets in the reader's language; whoever shows them waits for `sdgReady()`. */
const { t, ready } = catalogue<SdgWords>({
	en: () => import('./sdg/en.json'),
	ko: () => import('./sdg/ko.json'),
	fr: () => import('./sdg/fr.json'),
	es: () => import('./sdg/es.json')
});

export { ready as sdgReady };

/** The title of a goal (`11`) or, in short words, of a target (`11.3`). */
export function sdgTitle(code: string): string {
	return t(code as keyof SdgWords);
}

/** The goal that a code belongs to: itself, or the goal of a target. */
export function goalOf(code: string): string {
	return code.split('.')[0] ?? code;
}

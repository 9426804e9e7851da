import { sentencesOf, type Reason, type Spoken } from '$lib/visits/sentences';
import type { Item, Words } from './types';

/** Say why somebody goes where they go now, or waits; empty where nothing of that has changed. */
export function whyOf(item: Item, inWords: (words: Words) => string, spoken: Spoken): string {
	const { because, rank = null, explanation, options } = item;
	if (!because) return '';
	const reason = { because, rank, explanation } as Reason;
	return sentencesOf(reason, (option) => inWords(options?.[option] ?? {}), spoken).join(' ');
}

import { getContext, setContext } from 'svelte';
import type { PlanEditor } from './editor.svelte';
import type { Talk } from './talk.svelte';

const KEY = Symbol('plan');

/** What every field of the page reads and writes. */
export interface Writing {
	editor: PlanEditor;
	talk: Talk;
}

export const provideWriting = (writing: Writing): Writing => setContext(KEY, writing);
export const useWriting = (): Writing => getContext<Writing>(KEY);

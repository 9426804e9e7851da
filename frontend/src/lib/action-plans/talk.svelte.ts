import { SvelteMap } from 'svelte/reactivity';
import { listComments } from './api';
import type { PlanComment } from './types';

/** What is said beside the fields of a plan; read apart from the plan, so that writing waits for none of it. */
export class Talk {
	readonly #byPlace = new SvelteMap<string, PlanComment[]>();
	#plan: string;
	problem = $state.raw<unknown>(null);

	constructor(plan: string) {
		this.#plan = plan;
	}

	/** The threads at a place (`''`: the whole plan), each beginning with what was said first. */
	at(path: string): PlanComment[] {
		return this.#byPlace.get(path) ?? [];
	}

	open(path: string): number {
		return this.at(path).filter(({ reply_to_id, outcome }) => !reply_to_id && !outcome).length;
	}

	async read(): Promise<void> {
		try {
			const found = await listComments(this.#plan);
			const byPlace = Map.groupBy(found, ({ path }) => path ?? '');
			for (const path of this.#byPlace.keys()) if (!byPlace.has(path)) this.#byPlace.delete(path);
			for (const [path, comments] of byPlace) this.#byPlace.set(path, comments);
			this.problem = null;
		} catch (cause) {
			this.problem = cause;
		}
	}
}

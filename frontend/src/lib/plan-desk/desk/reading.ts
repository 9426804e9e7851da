import { getContext, setContext } from 'svelte';
import type { PlanApi } from '../api';
import type { Fields } from '../tree';
import type { Fault, Plan, Remark } from '../types';
import type { Names } from '../values';

/** A plan as it is read whole: what every field of it has to know. */
export interface Reading {
	readonly plan: Plan;
	readonly fields: Fields;
	readonly names: Names;
	readonly remarks: readonly Remark[];
	readonly faults: readonly Fault[];
	readonly zone: string;
	readonly mayWrite: boolean;
	readonly api: PlanApi;
	/** Something was said or settled: read it again. */
	onsaid: () => Promise<void>;
}

const KEY = Symbol('the plan that is read');

export const useReading = (): Reading => getContext<Reading>(KEY);

/** Give a plan to everything below; a getter, so that what is read again is seen. */
export function giveReading(read: () => Reading): void {
	setContext(KEY, {
		get plan() {
			return read().plan;
		},
		get fields() {
			return read().fields;
		},
		get names() {
			return read().names;
		},
		get remarks() {
			return read().remarks;
		},
		get faults() {
			return read().faults;
		},
		get zone() {
			return read().zone;
		},
		get mayWrite() {
			return read().mayWrite;
		},
		get api() {
			return read().api;
		},
		onsaid: () => read().onsaid()
	} satisfies Reading);
}

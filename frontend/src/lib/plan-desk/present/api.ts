import { api } from '$lib/api/api';
import { body, ifMatch } from '$lib/api/client';
import type { Order, Stage } from '../types';

const ORDER = '/api/v1/editions/{edition}/plan-presentations/{session_id}';

export interface Slot {
	plan_id: string;
	minutes: number;
}

/** The running order of one session. */
export function ofPresentation(edition: string, session_id: string) {
	const params = { path: { edition, session_id } };
	return {
		read: (): Promise<Order> => body(api.GET(ORDER, { params })),
		save: (version: number, items: Slot[]): Promise<Order> =>
			body(api.PUT(ORDER, { params, headers: ifMatch(version), body: { items } })),
		plans: (): Promise<Stage> => body(api.GET(`${ORDER}/plans`, { params }))
	};
}

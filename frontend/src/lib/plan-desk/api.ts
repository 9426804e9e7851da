import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import type { OwnerKind, PlanStatus, PlanSummary } from './types';

export { cursorOf } from '$lib/delegations/api';

export interface PlanFilters {
	q?: string;
	status?: PlanStatus;
	owner_kind?: OwnerKind;
	cursor?: string;
}

const PAGE = 50;

export const listPlans = (
	edition: string,
	{ q, status, owner_kind, cursor }: PlanFilters = {}
): Promise<{ items: PlanSummary[]; next: string | null }> =>
	body(
		api.GET(
			'/api/v1/editions/{edition}/action-plans' as never,
			{
				params: { path: { edition }, query: { limit: PAGE, q: q || undefined, status, owner_kind, cursor } }
			} as never
		)
	) as never;

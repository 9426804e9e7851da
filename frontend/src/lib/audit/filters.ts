import type { Filters } from './api';

/** Read the filters that an address asks for; what makes no sense is left out. */
export function filtersOf(parameters: URLSearchParams): Filters {
	const filters: Filters = {};
	const action = parameters.get('action')?.trim();
	const outcome = parameters.get('outcome');
	const since = parameters.get('since');
	if (action) filters.action = action.slice(0, 80);
	if (outcome === 'done' || outcome === 'denied') filters.outcome = outcome;
	if (since && /^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since))) {
		filters.since = new Date(`${since}T00:00:00`).toISOString();
	}
	return filters;
}

import { KINDS, STATUSES, type Kind, type Sort, type Status } from './types';

/** What an organiser looks for; it stands in the address, so that a list can be kept and passed on. */
export interface Filter {
	q: string;
	status: Status | '';
	kind: Kind | '';
	country: string;
	delegation: string;
	sort: Sort;
}

/** Read a filter from an address; what cannot be meant is left out. */
export function readFilter(params: URLSearchParams): Filter {
	const status = STATUSES.find((one) => one === params.get('status')) ?? '';
	const kind = KINDS.find((one) => one === params.get('kind')) ?? '';
	const country = params.get('country')?.toUpperCase() ?? '';
	const delegation = params.get('delegation') ?? '';
	return {
		q: params.get('q')?.slice(0, 100) ?? '',
		status,
		kind,
		country: /^[A-Z]{2}$/.test(country) ? country : '',
		delegation: /^[0-9a-f-]{36}$/.test(delegation) ? delegation : '',
		sort: params.get('sort') === 'updated' ? 'updated' : 'name'
	};
}

/** Return the address's query of a filter; what says nothing is left out. */
export function writeFilter(filter: Filter): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(filter)) {
		if (value && !(name === 'sort' && value === 'name')) params.set(name, value);
	}
	return `?${params}`;
}

/** Return a filter as the API takes it. */
export function queryOf(filter: Filter) {
	return {
		q: filter.q.trim() || undefined,
		status: filter.status || undefined,
		kind: filter.kind || undefined,
		country: filter.country || undefined,
		delegation: filter.delegation || undefined,
		sort: filter.sort
	};
}

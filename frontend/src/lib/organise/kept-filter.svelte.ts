import type { Filter } from './filter';

const kept: Record<string, Filter> = {};

/** Return the filter of an edition's table: it stays while one goes to a session and comes back. */
export function filterOf(slug: string): Filter {
	const fresh = $state<Filter>({ search: '', day: '', kind: '', status: '' });
	return (kept[slug] ??= fresh);
}

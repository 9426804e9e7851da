import type { Account } from '$lib/api/types';

/** Where somebody goes on to after signing in, unless they came from somewhere. */
export function homeOf(account: Account | null): string {
	const organising = account?.roles.some(({ role }) => role === 'administrator' || role === 'organiser');
	if (organising && account?.second_factor.required && !account.second_factor.enabled) return '/account';
	const city = account?.roles.find(({ role, edition }) => role === 'focal_point' && edition);
	if (!organising && city) return `/e/${city.edition?.slug}/delegation`;
	return organising ? '/organise' : '/account';
}

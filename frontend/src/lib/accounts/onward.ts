import type { Account } from '$lib/api/types';
import { readEditions } from '$lib/programme/public';

/** Where somebody goes on to after signing in, unless they came from somewhere. */
export function homeOf(account: Account | null): string {
	const organising = account?.roles.some(({ role }) => role === 'administrator' || role === 'organiser');
	if (organising && account?.second_factor.required && !account.second_factor.enabled) return '/account';
	if (organising) return '/organise';
	for (const own of ['focal_point', 'participant']) {
		const edition = account?.roles.find(({ role }) => role === own)?.edition;
		if (edition) return pageOf(own, edition.slug);
	}
	return '/account';
}

/** Where somebody with a role in an edition finds it: organisers and focal points at work, participants
 * what is theirs, others what everybody sees. */
export function pageOf(role: string, slug: string): string {
	if (role === 'organiser') return `/organise/${slug}`;
	if (role === 'focal_point') return `/e/${slug}/delegation`;
	return role === 'participant' ? `/e/${slug}/mine` : `/e/${slug}`;
}

/** Whether an edition has a page for everybody by now; when that cannot be known, it is not promised. */
export async function isPublished(slug: string): Promise<boolean> {
	const editions = await readEditions().catch(() => []);
	return editions.some((edition) => edition.slug === slug);
}

import type { Changes, Release } from './types';

/** Return how many things differ: a session, a fact of the edition, a place or a topic each count once. */
export function countOf(changes: Changes): number {
	return (
		changes.added.length +
		changes.removed.length +
		changes.changed.length +
		changes.edition.length +
		changes.venues.length +
		changes.topics.length
	);
}

/** Return the release that the public reads, if any. */
export function currentOf(releases: readonly Release[]): Release | null {
	return releases.find((release) => release.is_current) ?? null;
}

/** Return what the public would read if a release were withdrawn: the highest number that is left, or nothing. */
export function afterWithdrawing(releases: readonly Release[], number: number): Release | null {
	return (
		releases
			.filter((release) => release.number !== number && !release.withdrawn_at)
			.sort((a, b) => b.number - a.number)[0] ?? null
	);
}

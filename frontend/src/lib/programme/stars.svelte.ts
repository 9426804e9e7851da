import { readStars, toggleStar } from '$embed/stars';

/** The sessions that a visitor starred, kept on their device only and shared with <madang-agenda>. */
export function starsOf(edition: string) {
	let keys = $state.raw<readonly string[]>(readStars(edition));
	return {
		has: (key: string): boolean => keys.includes(key),
		toggle(key: string): void {
			keys = toggleStar(edition, key, keys);
		}
	};
}

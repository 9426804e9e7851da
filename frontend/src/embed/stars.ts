/** Keys of the starred sessions of an edition: a list in the device's storage, which the app reads too. */
const nameOf = (edition: string) => `madang:stars:${edition}`;

/** Return the stars; those `held` in memory where storage is refused or holds something else. */
export function readStars(edition: string, held: readonly string[] = []): readonly string[] {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(nameOf(edition)) ?? '[]');
		if (Array.isArray(stored)) return stored.filter((key) => typeof key === 'string');
	} catch {
		// A frame or a private window may refuse; stars then last as long as the page.
	}
	return held;
}

/** Give or take a star, and return all of them. */
export function toggleStar(edition: string, key: string, held: readonly string[]): readonly string[] {
	// Read again: another tab may have written since.
	const known = readStars(edition, held);
	const stars = known.includes(key) ? known.filter((other) => other !== key) : [...known, key];
	try {
		localStorage.setItem(nameOf(edition), JSON.stringify(stars));
	} catch {
		// As above.
	}
	return stars;
}

import { stored } from '$lib/stored';

/** The sessions that a visitor starred, kept on their device only and shared with <madang-agenda>. */
export function starsOf(edition: string) {
	const store = stored(`madang:stars:${edition}`);
	let keys = $state.raw<readonly string[]>(read(store.read()));
	return {
		has: (key: string): boolean => keys.includes(key),
		toggle(key: string): void {
			// Another tab, or the agenda itself, may have written since.
			const latest = read(store.read());
			keys = latest.includes(key) ? latest.filter((known) => known !== key) : [...latest, key];
			store.write(JSON.stringify(keys));
		}
	};
}

function read(value: string | null): string[] {
	try {
		const parsed: unknown = JSON.parse(value ?? '[]');
		return Array.isArray(parsed) ? parsed.filter((key) => typeof key === 'string') : [];
	} catch {
		return [];
	}
}

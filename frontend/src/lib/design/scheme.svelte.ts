import { stored } from '$lib/stored';

export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const choice = stored('madang:scheme');
let current = $state<Scheme>('system');

/** Light, dark or as the device says. */
export const scheme = {
	get current(): Scheme {
		return current;
	}
};

/** Show the page in a scheme and remember it. */
export function useScheme(next: Scheme): void {
	current = next;
	choice.write(next === 'system' ? null : next);
	if (next === 'system') delete document.documentElement.dataset.scheme;
	else document.documentElement.dataset.scheme = next;
}

/** Start in the scheme that the visitor chose earlier. */
export function startScheme(): void {
	const earlier = SCHEMES.find((known) => known === choice.read());
	if (earlier) useScheme(earlier);
}

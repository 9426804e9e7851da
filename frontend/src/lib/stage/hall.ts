import { scheme } from '$lib/design/scheme.svelte';

/** What a page does that is shown to a whole room: `$effect(() => paint(dark))`, `$effect(holdScreen)`. */

/** Paint everything dark or light, whatever the visitor chose for the rest; taken back when it is over. */
export function paint(dark: boolean): () => void {
	const root = document.documentElement;
	root.dataset.scheme = dark ? 'dark' : 'light';
	return () => {
		if (scheme.current === 'system') delete root.dataset.scheme;
		else root.dataset.scheme = scheme.current;
	};
}

export function toggleFull(): void {
	if (document.fullscreenElement) void document.exitFullscreen();
	else void document.documentElement.requestFullscreen?.().catch(() => undefined);
}

/** Keep the screen on; at the end it may sleep again, and is not the whole screen any more. */
export function holdScreen(): () => void {
	let lock: WakeLockSentinel | null = null;
	let over = false;
	const hold = async () => {
		if (document.hidden || over) return;
		// Not everywhere, and not on a weak battery: the device then does as it always does.
		lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
		if (over) await lock?.release();
	};
	const seen = () => void hold();
	document.addEventListener('visibilitychange', seen);
	seen();
	return () => {
		over = true;
		document.removeEventListener('visibilitychange', seen);
		void lock?.release();
		if (document.fullscreenElement) void document.exitFullscreen();
	};
}

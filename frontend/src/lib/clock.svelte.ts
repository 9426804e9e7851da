let now = $state(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The current moment in milliseconds, renewed every 20 s while something on the page watches it. */
export const clock = {
	get now(): number {
		return now;
	}
};

/** Keep the clock going while a component is on the page: `$effect(watchClock)`. */
export function watchClock(): () => void {
	now = Date.now();
	watchers += 1;
	timer ??= setInterval(() => (now = Date.now()), 20_000);
	return () => {
		watchers -= 1;
		if (watchers === 0) {
			clearInterval(timer);
			timer = undefined;
		}
	};
}

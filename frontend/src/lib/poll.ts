/**
 * Do something every `milliseconds` for as long as the page is seen, one at a time; return how to end it. What fails
 * once is tried again at the next turn: whoever looks on keeps what was there.
 */
export function whileSeen(milliseconds: number, work: () => Promise<unknown>): () => void {
	let busy = false;
	const timer = setInterval(() => {
		if (busy || document.hidden) return;
		busy = true;
		void work()
			.catch(() => undefined)
			.finally(() => (busy = false));
	}, milliseconds);
	return () => clearInterval(timer);
}

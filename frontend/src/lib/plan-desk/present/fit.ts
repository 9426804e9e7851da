import type { Attachment } from 'svelte/attachments';

const SCALES = [1, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.55, 0.5, 0.46, 0.42];

/**
 * Make what stands in a box of a given height as large as fits, by `--fit`; `cut` where even the smallest is too much.
 * On a phone the box grows instead, and nothing is done.
 */
export function fit(...watched: unknown[]): Attachment<HTMLElement> {
	void watched;
	return (box) => {
		const measure = () => {
			box.classList.remove('cut');
			for (const scale of SCALES) {
				box.style.setProperty('--fit', String(scale));
				if (box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1) return;
			}
			box.classList.add('cut');
		};
		// It is told at once of a box that it begins to watch: when what stood there before is gone, and before painting.
		const observer = new ResizeObserver(measure);
		observer.observe(box);
		void document.fonts?.ready.then(() => box.isConnected && measure());
		return () => observer.disconnect();
	};
}

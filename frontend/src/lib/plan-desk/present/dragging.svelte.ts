import { landing } from '$lib/visits/order';

/** Rows that are dragged into another order: the row follows the finger, and a line says where it will land. */
export class Dragging {
	dragged = $state(-1);
	target = $state(-1);
	list: HTMLElement | undefined = $state();
	readonly #ondrop: (from: number, to: number) => void;
	#start = 0;
	#middles: number[] = [];

	constructor(ondrop: (from: number, to: number) => void) {
		this.#ondrop = ondrop;
	}

	get #row(): HTMLElement | undefined {
		return this.list?.children[this.dragged] as HTMLElement | undefined;
	}

	take(event: PointerEvent & { currentTarget: HTMLElement }, at: number): void {
		if (event.button !== 0 || !this.list) return;
		event.currentTarget.setPointerCapture(event.pointerId);
		this.#middles = Array.from(this.list.children, (row) => {
			const box = row.getBoundingClientRect();
			return box.top + box.height / 2;
		});
		this.#start = event.clientY;
		this.dragged = this.target = at;
	}

	drag(event: PointerEvent): void {
		const row = this.#row;
		if (!row) return;
		const way = event.clientY - this.#start;
		row.style.translate = `0 ${way}px`;
		this.target = landing(this.#middles, this.dragged, (this.#middles[this.dragged] ?? 0) + way);
	}

	drop(done: boolean): void {
		const row = this.#row;
		if (!row) return;
		row.style.translate = '';
		const [from, to] = [this.dragged, this.target];
		this.dragged = this.target = -1;
		if (done && from !== to) this.#ondrop(from, to);
	}
}

/** A ranking as it is made: ids of options, the most wanted first. Every function returns a new one. Pure. */
export type Order = readonly string[];

/** Put the one at `from` where `to` is; the others close up. Where that is nowhere, nothing changes. */
export function moved(order: Order, from: number, to: number): Order {
	if (from === to || !(from in order) || !(to in order)) return order;
	const next = [...order];
	const [item] = next.splice(from, 1);
	next.splice(to, 0, item as string);
	return next;
}

/** Put an option at the end, once. */
export function added(order: Order, option: string): Order {
	return order.includes(option) ? order : [...order, option];
}

/** Take an option out. */
export function without(order: Order, option: string): Order {
	return order.filter((one) => one !== option);
}

/** Keep what is still offered, in its order; and say what went. */
export function stillOffered(order: Order, offered: ReadonlySet<string>): { order: Order; gone: Order } {
	return {
		order: order.filter((option) => offered.has(option)),
		gone: order.filter((option) => !offered.has(option))
	};
}

export const same = (a: Order, b: Order): boolean =>
	a.length === b.length && a.every((one, i) => one === b[i]);

/**
 * Say where in a list something that is dragged belongs: at the last row whose middle it has passed on its way.
 *
 * Shapes: `middles` are the rows' middles as they stood when dragging began, ascending; `at` is the dragged row's.
 */
export function landing(middles: readonly number[], from: number, at: number): number {
	let to = from;
	for (let i = from + 1; i < middles.length && at > (middles[i] as number); i += 1) to = i;
	for (let i = from - 1; i >= 0 && at < (middles[i] as number); i -= 1) to = i;
	return to;
}

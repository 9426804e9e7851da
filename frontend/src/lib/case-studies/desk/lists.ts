import { moved } from '$lib/visits/order';
import type { Selection, SelectionFields } from '../types';

/** The order of a session as it is made: ids in four lists, and minutes of their own for those that have some. Pure. */
export const LISTS = ['selected', 'reserve', 'not_selected', 'undecided'] as const;
export type ListName = (typeof LISTS)[number];
export type Lists = Record<ListName, readonly string[]> & {
	minutes: Readonly<Record<string, number | null>>;
};

export function listsOf(selection: Selection): Lists {
	const ids = (name: ListName) => selection[name].map(({ id }) => id);
	return {
		selected: ids('selected'),
		reserve: ids('reserve'),
		not_selected: ids('not_selected'),
		undecided: ids('undecided'),
		minutes: Object.fromEntries(selection.selected.map(({ id, minutes }) => [id, minutes]))
	};
}

/** Take one out of where it is and put it at the end of a list. */
export function placed(lists: Lists, id: string, to: ListName): Lists {
	const next: Record<string, unknown> = { minutes: lists.minutes };
	for (const name of LISTS) {
		const rest = lists[name].filter((one) => one !== id);
		next[name] = name === to ? [...rest, id] : rest;
	}
	return next as unknown as Lists;
}

/** Move one within its list. */
export const within = (lists: Lists, name: ListName, from: number, to: number): Lists => ({
	...lists,
	[name]: moved(lists[name], from, to)
});

export const timed = (lists: Lists, id: string, minutes: number | null): Lists => ({
	...lists,
	minutes: { ...lists.minutes, [id]: minutes }
});

/** How many minutes are given away; who has none of their own takes `each`. */
export const taken = ({ selected, minutes }: Lists, each: number): number =>
	selected.reduce((sum, id) => sum + (minutes[id] || each), 0);

/** Return the order as the API takes it. */
export const bodyOf = ({ selected, reserve, not_selected, minutes }: Lists): SelectionFields => ({
	selected: selected.map((id) => ({ id, minutes: minutes[id] || null })),
	reserve: [...reserve],
	not_selected: [...not_selected]
});

export const sameLists = (a: Lists, b: Lists): boolean =>
	JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b));

/** What the element knows of a fragment: its sessions, read once from their data attributes. */
export interface Session {
	element: HTMLElement;
	data: DOMStringMap;
	title: string;
	start: number;
	end: number;
	text: string;
	/** What filters choose from, as `facet:value`. */
	values: string[];
}

export const FACETS = ['day', 'kind', 'topic', 'site'] as const;

/** What a reader has chosen. Of each facet with choices one must fit, of the words searched all. */
export interface Choice {
	chosen: Set<string>;
	query: string;
	starred: boolean;
}

/** Return the words of a list. */
export const split = (list: string | null | undefined): string[] => (list ?? '').split(/\s+/).filter(Boolean);

const textOf = (element: Element | null): string => split(element?.textContent).join(' ');

/** Return text as it is searched: without case and without marks on letters. */
export const searchable = (text: string): string =>
	text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();

/** Return a fragment's sessions in the order in which they stand. */
export function readSessions(fragment: Element): Session[] {
	return [...fragment.querySelectorAll<HTMLElement>('.session')].map((element) => {
		const data = element.dataset;
		const lists = [element.closest<HTMLElement>('.day')?.dataset.day, data.kind, data.topics, data.sites];
		return {
			element,
			data,
			title: textOf(element.querySelector('h3')),
			start: Date.parse(data.start!),
			end: Date.parse(data.end!),
			text: searchable(textOf(element)),
			values: FACETS.flatMap((facet, i) => split(lists[i]).map((value) => `${facet}:${value}`))
		};
	});
}

/** Whether a choice lets a session through. */
export function fits(
	session: Session,
	{ chosen, query, starred }: Choice,
	stars: readonly string[]
): boolean {
	return (
		FACETS.every((facet) => {
			const wanted = [...chosen].filter((value) => value.startsWith(facet));
			return !wanted.length || wanted.some((value) => session.values.includes(value));
		}) &&
		(!starred || stars.includes(session.data.key!)) &&
		split(searchable(query)).every((word) => session.text.includes(word))
	);
}

/** Return the sessions that run at a moment, and those that start next. */
export function nowAndNext(
	sessions: readonly Session[],
	moment: number
): { now: Session[]; next: Session[] } {
	const held = sessions.filter(({ data }) => data.status !== 'cancelled');
	const soonest = Math.min(...held.map(({ start }) => start).filter((start) => start > moment));
	return {
		now: held.filter(({ start, end }) => start <= moment && moment < end),
		next: held.filter(({ start }) => start === soonest)
	};
}

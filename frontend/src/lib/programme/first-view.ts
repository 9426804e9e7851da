/**
 * The agenda that the server put into the page, so that it can be read before any script has come. The page that
 * shows the agenda moves this very element into its place: nothing is fetched or drawn twice, nothing flashes.
 */
const HOLDER = 'first-view';

/** Return the server's <madang-agenda> for an edition, taken out of the holder, or null when there is none. */
export function takeFirstView(edition: string): HTMLElement | null {
	const holder = document.getElementById(HOLDER);
	const found = holder?.querySelector<HTMLElement>('madang-agenda') ?? null;
	if (found?.getAttribute('edition') !== edition) return null;
	found.remove();
	return found;
}

/** Take the rest of what the server put into the page away: the app shows it now. */
export function clearFirstView(): void {
	document.getElementById(HOLDER)?.remove();
}

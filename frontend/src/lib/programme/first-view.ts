/**
 * The agenda that the server put into the page, so that it can be read before any script has come. The page that
 * shows the agenda moves this very element into its place: nothing is fetched or drawn twice, nothing flashes.
 */
const HOLDER = 'first-view';

let kept: HTMLElement | null = null;

/**
 * Return the <madang-agenda> of an edition: the one that was shown before, so that coming back finds filters and
 * place as they were left; else the server's, taken out of its holder; else null.
 */
export function takeAgenda(edition: string): HTMLElement | null {
	const holder = document.getElementById(HOLDER);
	for (const element of [kept, holder?.querySelector<HTMLElement>('madang-agenda')]) {
		if (element?.getAttribute('edition') !== edition) continue;
		element.remove();
		return element;
	}
	return null;
}

/** Keep the agenda that was shown last, for when the visitor comes back to it. */
export function keepAgenda(element: HTMLElement): void {
	kept = element;
}

/** Take the rest of what the server put into the page away: the app shows it now. */
export function clearFirstView(): void {
	document.getElementById(HOLDER)?.remove();
}

/** Wait for the style of what the server draws; its first view has brought it already. */
export function linkStyle(href: '/embed/v1/agenda.css' | '/embed/v1/registry.css'): Promise<void> {
	if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
	const link = document.createElement('link');
	link.rel = 'stylesheet';
	link.href = href;
	return new Promise((resolve) => {
		link.onload = link.onerror = () => resolve();
		document.head.append(link);
	});
}

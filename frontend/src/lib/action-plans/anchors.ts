import { tick } from 'svelte';

/** The id of the element of a path in the page. */
export const anchorOf = (path: string): string => `at-${path.replaceAll('/', '-')}`;

/** The action that a path stands in, or null. */
export function actionOf(path: string): string | null {
	const [kind, id] = path.split('/');
	return kind === 'actions' && id ? `actions/${id}` : null;
}

/** Bring a place into sight and put the focus on what can be filled there. */
export async function jump(path: string): Promise<void> {
	await tick();
	let place: HTMLElement | null = null;
	for (let at = path; at && !place; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
		place = document.getElementById(anchorOf(at));
	}
	if (!place) return;
	place.scrollIntoView({ block: 'center' });
	// A button beside a field may remove it: what is typed into comes first.
	const control =
		place.querySelector<HTMLElement>('input, select, textarea') ?? place.querySelector('button');
	control?.focus({ preventScroll: true });
}

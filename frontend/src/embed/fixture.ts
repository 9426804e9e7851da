import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The fragment of the invented programme, as the server writes it and its own tests hold it. */
export const FRAGMENT = readFileSync(
	resolve(import.meta.dirname, '../../../tests/feeds/golden/fragment.html'),
	'utf-8'
);

/** Return a fragment parsed. */
export function parsed(html = FRAGMENT): HTMLElement {
	const holder = document.createElement('div');
	holder.innerHTML = html;
	return holder.firstElementChild as HTMLElement;
}

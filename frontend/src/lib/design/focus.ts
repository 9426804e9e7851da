import { tick } from 'svelte';

/** Take the visitor to the first field that is wrong, once the page says so. */
export async function focusFirstError(form: HTMLElement): Promise<void> {
	await tick();
	form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** An action: give the focus to what has just come up, such as the answer to a press whose button is gone. */
export function takeFocus(node: HTMLElement): void {
	node.tabIndex = -1;
	node.focus();
}

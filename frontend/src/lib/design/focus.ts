import { tick } from 'svelte';

/** Take the visitor to the first field that is wrong, once the page says so. */
export async function focusFirstError(form: HTMLElement): Promise<void> {
	await tick();
	form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { createRawSnippet, tick } from 'svelte';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startLanguage } from '$lib/i18n';
import { Problem } from '$lib/api/problem';
import Button from './Button.svelte';
import ErrorState from './ErrorState.svelte';
import { explain } from './explain';
import Field from './Field.svelte';
import Menu from './Menu.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

async function violations(container: Element): Promise<string[]> {
	// Colours are not computed without a browser; contrast.test.ts holds them.
	const found = await axe.run(container, {
		rules: { 'color-contrast': { enabled: false }, region: { enabled: false } }
	});
	return found.violations.map((violation) => violation.id);
}

beforeAll(() => startLanguage('en'));
afterEach(cleanup);

describe('Menu', () => {
	function make() {
		const chosen = vi.fn();
		const items = [
			{ label: 'English', checked: false, onselect: () => chosen('en') },
			{ label: 'Français', lang: 'fr', checked: true, onselect: () => chosen('fr') },
			{ label: 'Español', lang: 'es', checked: false, onselect: () => chosen('es') }
		];
		const { container } = render(Menu, { label: 'Language', items, children: words('FR') });
		return { chosen, container, button: screen.getByRole('button', { name: /Language/ }) };
	}
	const focused = () => document.activeElement?.textContent?.trim();

	test('opens on the current choice, moves by arrows and comes round', async () => {
		const { button, container } = make();
		await fireEvent.click(button);
		await tick();
		expect([button.getAttribute('aria-expanded'), focused()]).toEqual(['true', 'Français']);
		await fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
		expect(focused()).toBe('Español');
		await fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowDown' });
		expect(focused()).toBe('English');
		await fireEvent.keyDown(document.activeElement as Element, { key: 'End' });
		expect(focused()).toBe('Español');
		expect(await violations(container)).toEqual([]);
	});

	test('Escape closes it and gives the focus back', async () => {
		const { button, chosen } = make();
		await fireEvent.keyDown(button, { key: 'ArrowDown' });
		await tick();
		await fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
		expect([button.getAttribute('aria-expanded'), document.activeElement]).toEqual(['false', button]);
		expect(chosen).not.toHaveBeenCalled();
	});

	test('a choice is made once and closes it', async () => {
		const { button, chosen } = make();
		await fireEvent.click(button);
		await fireEvent.click(screen.getByRole('menuitemradio', { name: 'Español' }));
		expect(chosen.mock.calls).toEqual([['es']]);
		expect(screen.queryByRole('menu')).toBeNull();
	});
});

describe('Field', () => {
	test('label, hint and error belong to the input', async () => {
		const { container } = render(Field, {
			label: 'Title',
			hint: 'As on the door',
			error: 'Too long',
			value: 'x'
		});
		const input = screen.getByLabelText('Title');
		const described = (input.getAttribute('aria-describedby') ?? '')
			.split(' ')
			.map((id) => document.getElementById(id));
		expect(described.map((element) => element?.textContent)).toEqual(['As on the door', 'Too long']);
		expect(input.getAttribute('aria-invalid')).toBe('true');
		expect(await violations(container)).toEqual([]);
	});
});

describe('Button', () => {
	test('a busy one cannot be pressed again, and keeps the focus', async () => {
		const onclick = vi.fn();
		const form = document.body.appendChild(document.createElement('form'));
		const onsubmit = vi.fn((event: Event) => event.preventDefault());
		form.addEventListener('submit', onsubmit);
		const button = { type: 'submit' as const, onclick, children: words('Save') };
		const { rerender } = render(Button, { target: form, props: { ...button, busy: false } });
		const shown = screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement;
		shown.focus();
		shown.click();
		expect([onclick.mock.calls.length > 0, onsubmit.mock.calls.length]).toEqual([true, 1]);
		onclick.mockClear();

		await rerender({ ...button, busy: true });
		shown.click();

		expect([onclick.mock.calls.length, onsubmit.mock.calls.length]).toEqual([0, 1]);
		expect(document.activeElement).toBe(shown);
		expect([shown.getAttribute('aria-busy'), shown.getAttribute('aria-disabled')]).toEqual(['true', 'true']);
	});

	test('one with an address is a link', () => {
		render(Button, { href: '/e/x', children: words('Open') });
		expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('/e/x');
	});
});

describe('errors', () => {
	test.each([
		[new Problem(0), 'The server could not be reached'],
		[new Problem(404), 'There is nothing at this address'],
		[new Problem(412), 'Somebody else changed this in the meantime'],
		[new Problem(500), 'Something went wrong on the server'],
		[new Problem(503), 'The service is away for a moment'],
		[new Problem(507), 'The server cannot store anything now'],
		[new TypeError('x is undefined'), 'Something went wrong on this page']
	])('%s is explained', (problem, title) => {
		expect(explain(problem).title).toBe(title);
	});

	test('somebody who tried too often is told for how long to wait', () => {
		expect(explain(new Problem(429, {}, '90')).advice).toBe('Wait 2 minutes, then try again.');
		expect(explain(new Problem(429)).advice).toBe('Wait a moment, then try again.');
	});

	test('what needs a fresh sign-in leads to one, and back', () => {
		render(ErrorState, { problem: new Problem(403, { code: 'fresh_login_needed' }) });
		expect(screen.getByRole('alert').textContent).toContain('Sign in again to do this');
		const href = screen.getByRole('link', { name: 'Sign in' }).getAttribute('href');
		expect(href).toBe(`/sign-in?again&next=${encodeURIComponent(location.pathname)}`);
	});

	test('it interrupts, names the request and offers to try again', async () => {
		const retry = vi.fn();
		const { container } = render(ErrorState, { problem: new Problem(500, { request_id: 'r-7' }), retry });
		expect(screen.getByRole('alert').textContent).toContain('r-7');
		await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
		expect(retry).toHaveBeenCalledOnce();
		expect(await violations(container)).toEqual([]);
	});
});

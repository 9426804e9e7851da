import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLanguage } from '$lib/i18n';
import Banner from './Banner.svelte';
import type { OwnNotice } from './types';

const edition = { slug: 'harbour', title: {}, timezone: 'Asia/Seoul', default_language: 'en' };
const urgent: OwnNotice = {
	id: '1',
	kind: 'urgent',
	title: { en: 'The bus waits at gate 3' },
	text: { en: 'Come by 14:00.' },
	items: [],
	sent_at: '2031-05-06T04:00:00Z',
	acknowledged_at: null,
	over_at: null,
	banner: true,
	edition
};
const changes: OwnNotice = { ...urgent, id: '2', kind: 'changes', title: {}, text: {}, banner: false };

let told: OwnNotice[] = [];
let away = false;
let sent: string[] = [];

beforeEach(async () => {
	[told, away, sent] = [[], false, []];
	vi.stubGlobal('fetch', async (request: Request) => {
		if (away) throw new TypeError('no network');
		const path = new URL(request.url).pathname;
		if (request.method === 'POST') {
			sent.push(path);
			told = told.map((one) => ({ ...one, acknowledged_at: '2031-05-06T05:00:00Z', banner: false }));
		}
		return Response.json(request.method === 'POST' ? told[0] : { items: told, next: null });
	});
	await startLanguage('en');
});

afterEach(() => {
	cleanup();
	vi.unstubAllGlobals();
});

test('what cannot wait is read out at once, and goes when somebody says that they know', async () => {
	told = [urgent];
	const { container } = render(Banner, { slug: 'harbour' });
	expect((await screen.findByRole('alert')).textContent).toContain('The bus waits at gate 3');
	expect((await axe.run(container)).violations).toEqual([]);

	await fireEvent.click(screen.getByRole('button', { name: 'I have read this' }));
	await vi.waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
	expect(sent).toEqual(['/api/v1/me/registrations/harbour/notices/1/acknowledge']);
});

test('what changed is one line that leads to it', async () => {
	told = [changes];
	render(Banner, { slug: 'harbour' });
	const line = await screen.findByRole('link', { name: 'Something has changed for you' });
	expect(line.getAttribute('href')).toBe('/e/harbour/notices');
	expect(screen.queryByRole('alert')).toBeNull();
});

test('a page without a network goes on without it', async () => {
	away = true;
	const { container } = render(Banner, { slug: 'harbour' });
	await new Promise((done) => setTimeout(done, 50));
	expect(container.textContent).toBe('');
});

test('what did not reach the organisers stays, and says so', async () => {
	told = [urgent];
	render(Banner, { slug: 'harbour' });
	const button = await screen.findByRole('button', { name: 'I have read this' });
	away = true;
	await fireEvent.click(button);
	expect(await screen.findByText('That did not reach the organisers. Try again.')).toBeTruthy();
	expect(screen.getByRole('alert').textContent).toContain('The bus waits at gate 3');
});

import { beforeEach, expect, test } from 'vitest';
import { clearFirstView, keepAgenda, takeAgenda } from './first-view';

beforeEach(() => {
	document.body.innerHTML = `
		<div id="first-view"><main><h1>Training</h1>
			<madang-agenda edition="gsef-cbt-2019" lang="en"><section class="madang-agenda">Lunch</section></madang-agenda>
		</main></div><div id="app"></div>`;
});

test("the server's element is moved, with what it holds", () => {
	const there = document.querySelector('madang-agenda');

	const taken = takeAgenda('gsef-cbt-2019');

	expect(taken).toBe(there);
	expect(taken?.textContent).toBe('Lunch');
	expect(document.querySelector('#first-view madang-agenda')).toBeNull();
});

test('it is moved once', () => {
	takeAgenda('gsef-cbt-2019');

	expect(takeAgenda('gsef-cbt-2019')).toBeNull();
});

test('the agenda of another edition is left', () => {
	expect(takeAgenda('apd-2018')).toBeNull();
	expect(document.querySelector('madang-agenda')).not.toBeNull();
});

test('nothing of the first view remains when the app shows the page', () => {
	clearFirstView();
	clearFirstView();

	expect(document.body.textContent?.trim()).toBe('');
	expect(takeAgenda('gsef-cbt-2019')).toBeNull();
});

test('the agenda that was shown before comes back as it was', () => {
	const shown = takeAgenda('gsef-cbt-2019');
	clearFirstView();
	keepAgenda(shown as HTMLElement);

	expect(takeAgenda('gsef-cbt-2019')).toBe(shown);
	expect(takeAgenda('apd-2018')).toBeNull();
});

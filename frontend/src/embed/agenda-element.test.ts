import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import './agenda';
import { FRAGMENT } from './fixture';
import type { MadangAgenda } from './agenda-element';

const BASE = 'https://agenda.example.org';
const HTML = `${BASE}/public/v1/editions/courtyard-2019/agenda.html`;
const page = (fragment: string) => `<!doctype html><html><body><main>${fragment}</main></body></html>`;
const NEXT = FRAGMENT.replace('data-release="3.0"', 'data-release="4.0"')
	.replace('Opening roundtable', 'Opening talk')
	.replace('Third draft', 'Sites confirmed');

let answers: (() => Promise<Response>)[];
let asked: string[];
let heard: [string, unknown][];

const answer =
	(body: string, status = 200) =>
	async () =>
		new Response(body, { status });
const fails = async () => {
	throw new TypeError('no network');
};

/** Put an element into the page and wait for its first answer. */
async function place(attributes: Record<string, string> = {}, inside = ''): Promise<MadangAgenda> {
	const element = document.createElement('madang-agenda') as MadangAgenda;
	const given = { edition: 'courtyard-2019', lang: 'en', base: BASE, ...attributes };
	for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
	element.innerHTML = inside;
	for (const name of ['madang-load', 'madang-change', 'madang-star'])
		element.addEventListener(name, (event) => heard.push([name, (event as CustomEvent).detail]));
	document.body.append(element);
	await settle();
	return element;
}

const settle = (time = 0) => vi.advanceTimersByTimeAsync(time);
const rootOf = (element: MadangAgenda) => element.shadowRoot ?? element;
const all = (element: MadangAgenda, selector: string) => [
	...rootOf(element).querySelectorAll<HTMLElement>(selector)
];
const one = (element: MadangAgenda, selector: string) => all(element, selector)[0]!;
const shown = (element: MadangAgenda) =>
	all(element, '.session')
		.filter((session) => !session.hidden)
		.map((session) => session.dataset.key);
const note = (element: MadangAgenda) => one(element, '.madang-note').textContent;
const type = (input: HTMLElement, value: string) => {
	(input as HTMLInputElement).value = value;
	input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
};

beforeEach(() => {
	vi.useFakeTimers({
		now: Date.parse('2019-10-28T00:30:00Z'),
		toFake: ['setTimeout', 'clearTimeout', 'Date']
	});
	vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({
		timeZone: 'America/Toronto'
	} as Intl.ResolvedDateTimeFormatOptions);
	localStorage.clear();
	answers = [answer(page(FRAGMENT))];
	asked = [];
	heard = [];
	vi.stubGlobal('fetch', (address: string) => {
		asked.push(address);
		return (answers.length > 1 ? answers.shift()! : answers[0]!)();
	});
});

afterEach(() => {
	document.body.replaceChildren();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('<madang-agenda>', () => {
	it('fetches the agenda into a shadow root', async () => {
		const element = await place({ tz: 'local', topic: 'finance employment' });

		expect(asked).toEqual([`${HTML}?lang=en&tz=America%2FToronto&topic=finance&topic=employment`]);
		expect(element.shadowRoot?.adoptedStyleSheets.length).toBe(1);
		expect(shown(element)).toEqual(['session-1', 'session-2', 'session-3', 'session-4', 'session-5']);
		expect(heard).toEqual([['madang-load', { release: '3.0', lang: 'en', tz: 'Asia/Seoul' }]]);
	});

	it('takes over the fragment that is there already, and asks for nothing', async () => {
		const element = await place({}, FRAGMENT);

		expect(asked).toEqual([]);
		expect(element.shadowRoot).toBe(null);
		expect(one(element, '.tools').hidden).toBe(false);
		expect(all(element, '.star').length).toBe(5);
	});

	it('asks again when the fragment is in another language than wanted', async () => {
		await place({ lang: 'ko' }, FRAGMENT);

		expect(asked).toEqual([`${HTML}?lang=ko`]);
	});

	it('speaks the language of the page around it', async () => {
		document.documentElement.lang = 'fr';
		await place({ lang: '' });
		document.documentElement.lang = '';

		expect(asked).toEqual([`${HTML}?lang=fr`]);
	});

	it("shows the edition's own language where the page's is refused", async () => {
		answers = [answer('{"code": "language_unknown"}', 422), answer(page(FRAGMENT))];

		const element = await place({ lang: 'tlh' });

		expect(asked).toEqual([`${HTML}?lang=tlh`, `${HTML}?`]);
		expect(shown(element).length).toBe(5);
	});

	it('filters by what its toolbar offers, says how many are left, and lets go again', async () => {
		const element = await place();

		one(element, '[data-is="kind:social"]').click();
		one(element, '[data-is="kind:meal"]').click();
		expect(shown(element)).toEqual(['session-2', 'session-5']);
		expect(one(element, '.told').textContent).toBe('Sessions shown: 2');
		expect(one(element, '.count').textContent).toBe('2');
		expect(all(element, '.gap').every((gap) => gap.hidden)).toBe(true);

		one(element, '[data-is="kind:social"]').click();
		expect(shown(element)).toEqual(['session-2']);
		expect(all(element, '.day').map((day) => day.hidden)).toEqual([false, true]);

		type(one(element, '[data-k="search"]'), 'nothing like this');
		expect(note(element)).toBe('No session matches this selection. Clear all');

		one(element, '[data-k="clear"]').click();
		expect(shown(element).length).toBe(5);
		expect(note(element)).toBe('');
	});

	it('offers the calendar of what is chosen', async () => {
		const element = await place({ kind: 'meal social', tz: 'local' });

		one(element, '[data-is="kind:meal"]').click();

		const address = '/public/v1/editions/courtyard-2019/agenda.ics?lang=en&kind=meal';
		expect(one(element, '[data-k="ics"]').getAttribute('href')).toBe(BASE + address);
		expect(one(element, '[data-k="webcal"]').getAttribute('href')).toBe(
			`webcal://agenda.example.org${address}`
		);
	});

	it('keeps stars on the device', async () => {
		const element = await place();
		const star = one(element, '[data-k="star:session-2"]');
		expect(star.getAttribute('aria-label')).toBe('Star: Lunch');

		star.click();

		expect(star.getAttribute('aria-pressed')).toBe('true');
		expect(localStorage.getItem('madang:stars:courtyard-2019')).toBe('["session-2"]');
		expect(heard.at(-1)).toEqual([
			'madang-star',
			{ id: '00000000-0000-0000-0000-0000000003ea', key: 'session-2', starred: true }
		]);
		one(element, '[data-k="starred"]').click();
		expect(shown(element)).toEqual(['session-2']);
	});

	it('switches zone and language by its attributes, in one request', async () => {
		const element = await place();

		one(element, '[data-zone="local"]').click();
		type(one(element, '[data-k="lang"]'), 'ko');
		await settle(1);

		expect([element.getAttribute('tz'), element.getAttribute('lang')]).toEqual(['local', 'ko']);
		expect(asked.slice(1)).toEqual([`${HTML}?lang=ko&tz=America%2FToronto`]);
	});

	it('hides the switch of zones from readers in the zone of the edition', async () => {
		vi.mocked(Intl.DateTimeFormat.prototype.resolvedOptions).mockReturnValue({
			timeZone: 'Asia/Seoul'
		} as Intl.ResolvedDateTimeFormatOptions);

		expect(one(await place(), '.zones').hidden).toBe(true);
	});

	it('marks now and next, and moves on', async () => {
		const element = await place();
		const marks = () =>
			all(element, '.mark').map((mark) => [
				mark.textContent,
				mark.closest<HTMLElement>('.session')?.dataset.key
			]);

		expect(marks()).toEqual([
			['Now', 'session-1'],
			['Next', 'session-2']
		]);
		expect(one(element, '.session.now .now-line').style.getPropertyValue('--_at')).toBe('0.5');

		await settle(45 * 60_000);
		expect(marks()).toEqual([['Next', 'session-2']]);
		expect(all(element, '.gap .now-line').length).toBe(1);
	});

	it('shows a new release by itself, and keeps what its reader chose', async () => {
		answers = [answer(page(FRAGMENT)), answer(page(FRAGMENT)), answer(page(NEXT))];
		const element = await place({ refresh: '10' });
		one(element, '[data-k="filters"]').click();
		one(element, '[data-is="kind:roundtable"]').click();
		type(one(element, '[data-k="search"]'), 'open');
		one(element, '[data-k="star:session-1"]').click();
		one(element, '[data-k="star:session-1"]').focus();
		heard = [];

		await settle(10_000);
		expect([asked.length, heard]).toEqual([2, []]);
		await settle(10_000);

		expect(heard).toEqual([
			['madang-load', { release: '4.0', lang: 'en', tz: 'Asia/Seoul' }],
			['madang-change', { release: '4.0', lang: 'en', tz: 'Asia/Seoul', previous: '3.0' }]
		]);
		expect(note(element)).toBe('The programme has been updated. Sites confirmed');
		expect(shown(element)).toEqual(['session-1']);
		expect(all(element, '.fresh').map((session) => session.dataset.key)).toEqual(['session-1']);
		expect(one(element, '[data-k="filters"]').getAttribute('aria-expanded')).toBe('true');
		expect((one(element, '[data-k="search"]') as HTMLInputElement).value).toBe('open');
		expect((element.shadowRoot!.activeElement as HTMLElement).dataset.k).toBe('star:session-1');
		expect(one(element, '[data-k="star:session-1"]').getAttribute('aria-pressed')).toBe('true');
	});

	it('keeps what it shows when the network is gone, says so, and recovers', async () => {
		answers = [answer(page(FRAGMENT)), fails, answer(page(FRAGMENT))];
		const element = await place({ refresh: '10' });

		await settle(10_000);
		expect(note(element)).toMatch(
			/^No connection\. This is the programme as of \d\d:\d\d; changes will appear by themselves\. Try again$/
		);
		expect(shown(element).length).toBe(5);

		await settle(10_000);
		expect(note(element)).toBe('');
	});

	it.each([
		[404, 'Aucun programme n’est publié ici. Réessayer'],
		[500, 'Le programme ne peut pas être chargé pour le moment. Réessayer']
	])('says what happened when there is nothing to show: %i', async (status, said) => {
		answers = [answer('{}', status), answer(page(FRAGMENT))];
		const element = await place({ lang: 'fr' });
		expect(note(element)).toBe(said);

		one(element, '[data-k="retry"]').click();
		await settle();
		expect(note(element)).toBe('');
		expect(shown(element).length).toBe(5);
	});

	it('says that it loads only when that takes long', async () => {
		answers = [() => new Promise(() => {})];
		const element = await place();

		await settle(200);
		expect(note(element)).toBe('');
		await settle(200);
		expect(note(element)).toBe('Loading the programme…');
	});

	it('does not look again while hidden, and does at once when seen', async () => {
		const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
		await place({ refresh: '10' });
		await settle(60_000);
		expect(asked.length).toBe(1);

		hidden.mockReturnValue(false);
		document.dispatchEvent(new Event('visibilitychange'));
		await settle();
		expect(asked.length).toBe(2);
	});

	it('stops when taken out, and goes on when put elsewhere', async () => {
		const element = await place({ refresh: '10' });
		element.remove();
		await settle(60_000);
		expect(asked.length).toBe(1);

		document.body.append(element);
		await settle(10_000);
		expect(asked.length).toBe(2);
		expect(all(element, '.madang-agenda').length).toBe(1);
	});

	it('runs no script of the answer', async () => {
		answers = [answer(page(FRAGMENT.replace('</section>', '<script>window.ran = true</script></section>')))];
		await place();

		expect((window as { ran?: boolean }).ran).toBe(undefined);
	});
});

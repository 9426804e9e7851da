import css from './agenda.css?inline';
import { make } from './dom';
import { pickEntries } from './ics';
import { FACETS, fits, nowAndNext, readSessions, split, type Choice, type Session } from './sessions';
import { readStars, toggleStar } from './stars';
import { say } from './words';

const LATE = 300;
const TICK = 15_000;
const SHOWN = 60_000;

/**
 * <madang-agenda>: the public agenda of an edition in any page. It takes over the fragment that it finds in itself,
 * or fetches agenda.html into its shadow root; then it filters, searches, stars, marks now and next, and looks for
 * new releases. docs/embed.md has its attributes and events.
 */
export class MadangAgenda extends HTMLElement {
	static observedAttributes = ['edition', 'lang', 'tz', 'base', ...FACETS, 'refresh'];

	#root?: HTMLElement | ShadowRoot;
	#note = make('div', { class: 'madang-note', part: 'message', role: 'status' });
	#section?: HTMLElement;
	#sessions: Session[] = [];
	#stars: readonly string[] = [];
	#choice: Choice = { chosen: new Set(), query: '', starred: false };
	/** The address answered last and its text: the same again changes nothing. */
	#address = '';
	#text = '';
	#markup = '';
	#answered = Date.now();
	/** Set once the server has refused the page's language or zone: then the edition's are shown. */
	#plain = false;
	#abort?: AbortController;
	#timers: Record<string, number> = {};
	#days?: IntersectionObserver;

	connectedCallback(): void {
		// While the page is parsed, the fragment within may not be there yet.
		if (document.readyState === 'loading')
			document.addEventListener('DOMContentLoaded', () => this.#start(), { once: true });
		else this.#start();
	}

	disconnectedCallback(): void {
		this.#abort?.abort();
		this.#days?.disconnect();
		Object.values(this.#timers).forEach(clearTimeout);
		document.removeEventListener('visibilitychange', this.#wake);
		removeEventListener('online', this.#wake);
		removeEventListener('storage', this.#wake);
	}

	attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
		if (!this.#root || before === after || !this.isConnected) return;
		this.#plain = false;
		// Attributes set one after the other make one request.
		this.#later('poll', 0, () => this.refresh());
	}

	/** Look for a new release, or for the view that the attributes now ask for. */
	async refresh(): Promise<void> {
		this.#abort?.abort();
		clearTimeout(this.#timers.poll);
		const { signal } = (this.#abort = new AbortController());
		const address = this.#addressOf('html');
		if (!this.#section) this.#later('late', LATE, () => this.#tell(say('loading', this.#lang)));
		try {
			// The browser's own conditional request: no preflight, and an unchanged agenda costs a 304.
			const response = await fetch(address, { cache: 'no-cache', credentials: 'omit', signal });
			if (response.status === 422 && !this.#plain) {
				this.#plain = true;
				return await this.refresh();
			}
			if (!response.ok) throw response.status;
			const text = await response.text();
			if (signal.aborted) return;
			this.#answered = Date.now();
			if (text !== this.#text) {
				const found = parse(text);
				if (found.outerHTML !== this.#markup) this.#take(found);
			}
			this.#text = text;
			this.#address = address;
			if (this.#note.dataset.kind !== 'changed') this.#tell();
		} catch (problem) {
			if (signal.aborted) return;
			const at = new Date(this.#answered).toLocaleTimeString(this.#lang, {
				timeStyle: 'short',
				hourCycle: 'h23'
			});
			const word = problem === 404 ? 'unknown' : 'failed';
			this.#tell(this.#section ? this.#say('stale', at) : say(word, this.#lang), 'error');
		} finally {
			if (this.#abort.signal === signal) {
				clearTimeout(this.#timers.late);
				this.#plan();
			}
		}
	}

	#start(): void {
		if (!this.isConnected) return;
		document.addEventListener('visibilitychange', this.#wake);
		addEventListener('online', this.#wake);
		addEventListener('storage', this.#wake);
		if (!this.#root) {
			const fragment = this.querySelector<HTMLElement>('.madang-agenda');
			const root = (this.#root = fragment ? this : this.attachShadow({ mode: 'open' }));
			for (const type of ['click', 'input']) root.addEventListener(type, this.#act);
			if (root instanceof ShadowRoot) adopt(root);
			root.append(this.#note);
			if (fragment) {
				if (!getComputedStyle(fragment).getPropertyValue('--_u')) adopt(document);
				this.#take(fragment);
				const { lang, tz, editionTz } = fragment.dataset;
				const asks = this.#asks();
				if ((asks.get('lang') ?? lang) === lang && (asks.get('tz') ?? editionTz) === tz)
					this.#address = this.#addressOf('html');
			}
		} else if (this.#section) this.#watchDays(this.#section);
		if (this.#address === this.#addressOf('html')) this.#plan();
		else void this.refresh();
		this.#tick();
	}

	#later(name: string, delay: number, act: () => unknown): void {
		clearTimeout(this.#timers[name]);
		this.#timers[name] = window.setTimeout(act, delay);
	}

	#plan(): void {
		const seconds = +(this.getAttribute('refresh') ?? 30);
		if (seconds > 0 && !document.hidden) this.#later('poll', seconds * 1000, () => this.refresh());
	}

	#wake = (event: Event): void => {
		if (event.type === 'storage') this.#showStars(readStars(this.#edition, this.#stars));
		else if (document.hidden) clearTimeout(this.#timers.poll);
		else void this.refresh();
	};

	#tick(): void {
		if (this.#section) this.#mark(this.#section);
		this.#later('tick', TICK, () => this.#tick());
	}

	// What is asked for

	get #edition(): string {
		return this.getAttribute('edition') ?? '';
	}

	get #lang(): string {
		return this.#section?.lang || this.#asks().get('lang') || 'en';
	}

	#asks(): URLSearchParams {
		const query = new URLSearchParams();
		const lang = this.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang;
		const tz = this.getAttribute('tz') ?? 'edition';
		if (!this.#plain) {
			if (lang) query.set('lang', lang);
			if (tz !== 'edition') query.set('tz', tz === 'local' ? localZone() : tz);
		}
		for (const facet of FACETS)
			for (const value of split(this.getAttribute(facet))) query.append(facet, value);
		return query;
	}

	#addressOf(format: string, query = this.#asks()): string {
		const base = this.getAttribute('base') ?? import.meta.url;
		return `${new URL(`/public/v1/editions/${encodeURIComponent(this.#edition)}/agenda.${format}`, base)}?${query}`;
	}

	// What is shown

	/** Return one of the words that came with the fragment. */
	#say(word: string, value = ''): string {
		// A function, for a value may hold "$&".
		return (this.#part('.tools')?.dataset[word] ?? '').replace('{}', () => value);
	}

	#part(selector: string): HTMLElement | null | undefined {
		return this.#section?.querySelector<HTMLElement>(selector);
	}

	#parts(selector: string): HTMLElement[] {
		return [...(this.#section?.querySelectorAll<HTMLElement>(selector) ?? [])];
	}

	/** Show a fragment in place of the one before, keeping filters, stars, focus and what the reader looks at. */
	#take(section: HTMLElement): void {
		const before = this.#section;
		const focused = before && keyOf((this.#root as ShadowRoot).activeElement ?? document.activeElement);
		const open = this.#parts("[aria-expanded='true']").map(keyOf);
		const looked = before && this.#sessions.find(({ element }) => topOf(element) > 0);
		const top = looked ? topOf(looked.element) : 0;
		const texts = new Map(this.#sessions.map(({ data, text }) => [data.key, text]));

		this.#markup = section.outerHTML;
		this.#section = section;
		this.#sessions = readSessions(section);
		this.#stars = readStars(this.#edition, this.#stars);
		const { release, lang, tz, editionTz } = section.dataset;
		const was = before?.dataset;
		const isNew = was && was.release !== release;
		for (const session of this.#sessions) {
			this.#equip(session);
			if (isNew && was.lang === lang && was.tz === tz && texts.get(session.data.key) !== session.text)
				session.element.classList.add('fresh');
		}
		// Numbers that pages without a script take from their style sheet.
		for (const element of this.#parts('[data-length], [data-columns]'))
			for (const name of ['length', 'columns', 'column', 'row', 'rows'])
				if (element.dataset[name]) element.style.setProperty(`--_${name}`, element.dataset[name]);

		const { chosen, query } = this.#choice;
		const offered = this.#parts('[data-is]').map(({ dataset }) => dataset.is);
		for (const value of chosen) if (!offered.includes(value)) chosen.delete(value);
		this.#part('.tools')?.removeAttribute('hidden');
		const search = this.#part('input') as HTMLInputElement | null;
		if (search) search.value = query;
		const mine = localZone();
		const group = this.#part('.zones');
		if (group) group.hidden = mine === editionTz && tz === editionTz;
		for (const button of this.#parts('[data-zone]'))
			press(button, button.dataset.zone === 'local' ? tz === mine && tz !== editionTz : tz === editionTz);
		for (const key of open) this.#toggle(this.#find(key));
		if (before) before.replaceWith(section);
		else if (!section.isConnected) this.#note.before(section);
		this.#apply();
		this.#mark(section);
		this.#watchDays(section);

		const stays = looked && this.#sessions.find(({ data }) => data.key === looked.data.key);
		if (stays && top < innerHeight) scrollBy(0, topOf(stays.element) - top);
		if (focused) this.#find(focused)?.focus({ preventScroll: true });
		const detail = { release, lang, tz };
		this.#emit('madang-load', detail);
		if (isNew) {
			this.#tell(
				this.#say('changed', (this.#part('.comment') ?? this.#part('.release'))?.textContent ?? ''),
				'changed'
			);
			this.#emit('madang-change', { ...detail, previous: was.release });
		}
	}

	#equip({ element, title, data }: Session): void {
		const link = element.querySelector('h3 a');
		const target = this.getAttribute('target');
		link?.setAttribute('part', 'session-link');
		if (target) link?.setAttribute('target', target);
		for (const act of ['add', 'star'])
			element.querySelector('.body')?.append(
				make('button', {
					type: 'button',
					class: act,
					'data-k': `${act}:${data.key}`,
					'data-key': data.key!,
					'aria-label': this.#say(act, title)
				})
			);
	}

	/** Do what a control of the fragment is for. */
	#act = (event: Event): void => {
		const control = (event.target as Element).closest<HTMLElement>('button, a, select, input');
		if (!control) return;
		const { chosen } = this.#choice;
		const { key, zone, is, panel, k } = control.dataset;
		if (event.type === 'input') {
			const { value } = control as HTMLInputElement;
			if (k === 'lang') this.setAttribute('lang', value);
			if (k === 'search') this.#choice.query = value;
			this.#apply();
		} else if (control.className === 'star') {
			this.#showStars(toggleStar(this.#edition, key!, this.#stars));
			const session = this.#sessions.find(({ data }) => data.key === key);
			this.#emit('madang-star', { id: session?.data.id, key, starred: this.#stars.includes(key!) });
		} else if (control.className === 'add') {
			void this.#download([key!], key!);
		} else if (k === 'mine') {
			void this.#download(this.#stars, this.#edition);
		} else if (panel) this.#toggle(control);
		else if (zone) this.setAttribute('tz', zone);
		else if (k === 'starred') {
			this.#choice.starred = !this.#choice.starred;
			this.#apply();
		} else if (k === 'retry') void this.refresh();
		else if (k === 'clear') {
			chosen.clear();
			this.#choice.starred = false;
			this.#choice.query = (this.#part('input') as HTMLInputElement).value = '';
			this.#apply();
			this.#part('input')?.focus();
		} else if (control instanceof HTMLAnchorElement) this.#jump(control, event);
		else if (is) {
			if (!chosen.delete(is)) chosen.add(is);
			this.#apply();
		}
	};

	#toggle(button: HTMLElement | null | undefined): void {
		const panel = this.#part(`#${button?.dataset.panel}`);
		if (panel) button?.setAttribute('aria-expanded', `${!(panel.hidden = !panel.hidden)}`);
	}

	/** Addresses within the page do not reach into a shadow root by themselves. */
	#jump(link: HTMLAnchorElement, event: Event): void {
		const target = link.hash && this.#part(`[id=${JSON.stringify(link.hash.slice(1))}]`);
		if (!target || this.#root === this) return;
		event.preventDefault();
		target.scrollIntoView();
		target.tabIndex = -1;
		target.focus({ preventScroll: true });
	}

	/** Show what the choice lets through, and the calendar of it. */
	#apply(): void {
		const { chosen, query, starred } = this.#choice;
		const isChosen = chosen.size > 0 || query.trim() !== '' || starred;
		let shown = 0;
		for (const session of this.#sessions) {
			const isShown = fits(session, this.#choice, this.#stars);
			session.element.hidden = !isShown;
			shown += +isShown;
		}
		for (const outer of this.#parts('.parallel, .day, .gap'))
			outer.hidden = isChosen && !outer.querySelector('.session:not([hidden])');
		for (const chip of this.#parts('[data-is]')) press(chip, chosen.has(chip.dataset.is!));
		for (const star of this.#parts('.star')) press(star, this.#stars.includes(star.dataset.key!));
		press(this.#find('starred'), starred);
		const count = this.#part('.count');
		if (count) count.textContent = `${chosen.size || ''}`;
		const told = this.#part('.told');
		if (told) told.textContent = isChosen ? this.#say('shown', `${shown}`) : '';
		if (isChosen && !shown) this.#tell(this.#say('none'), 'none');
		else if (this.#note.dataset.kind === 'none') this.#tell();

		const asks = this.#asks();
		asks.delete('tz');
		const pairs = [...chosen].map((value) => value.split(':') as [string, string]);
		for (const [facet] of pairs) asks.delete(facet);
		for (const [facet, value] of pairs) asks.append(facet, value);
		const ics = this.#addressOf('ics', asks);
		this.#find('ics')?.setAttribute('href', ics);
		this.#find('webcal')?.setAttribute('href', ics.replace(/^https?/, 'webcal'));
		this.#find('mine')?.toggleAttribute('hidden', !this.#stars.length);
	}

	#showStars(stars: readonly string[]): void {
		this.#stars = stars;
		this.#apply();
	}

	/** Mark now and next, and draw the line of now where it falls. */
	#mark(section: HTMLElement): void {
		const moment = Date.now();
		const { now, next } = nowAndNext(this.#sessions, moment);
		for (const stale of this.#parts('.mark, .now-line')) stale.remove();
		for (const [word, sessions] of Object.entries({ now, next })) {
			for (const { classList } of this.#parts(`.${word}`)) classList.remove(word);
			for (const { element } of sessions) {
				element.classList.add(word);
				element.querySelector('.labels')?.prepend(make('span', { class: 'mark' }, this.#say(word)));
			}
		}
		for (const element of section.querySelectorAll<HTMLElement>('.now, .gap')) {
			const start = Date.parse(element.dataset.start!);
			const at = (moment - start) / (Date.parse(element.dataset.end!) - start);
			if (at < 0 || at >= 1) continue;
			const line = make('div', { class: 'now-line' });
			line.style.setProperty('--_at', `${at}`);
			element.append(line);
		}
	}

	/** Mark the day that is looked at in the list of days. */
	#watchDays(section: HTMLElement): void {
		this.#days?.disconnect();
		this.#days = new IntersectionObserver(
			(entries) => {
				for (const { isIntersecting, target } of entries)
					this.#find(`#day-${(target as HTMLElement).dataset.day}`)?.setAttribute(
						'aria-current',
						`${isIntersecting}`
					);
			},
			{ rootMargin: '-20% 0% -79.9%' }
		);
		for (const day of section.querySelectorAll('.day')) this.#days.observe(day);
	}

	#tell(text = '', kind = ''): void {
		this.#note.dataset.kind = kind;
		this.#note.replaceChildren(text);
		const act = kind === 'error' ? 'retry' : kind === 'none' && 'clear';
		if (act)
			this.#note.append(
				' ',
				make(
					'button',
					{ type: 'button', 'data-k': act },
					act === 'retry' ? say(act, this.#lang) : this.#say(act)
				)
			);
		if (kind === 'changed') this.#later('note', SHOWN, () => this.#tell());
		else clearTimeout(this.#timers.note);
	}

	/** Hand over the calendar entries of some sessions, out of the feed's. */
	async #download(keys: readonly string[], name: string): Promise<void> {
		const response = await fetch(this.#addressOf('ics'), { credentials: 'omit' }).catch(() => undefined);
		if (!response?.ok) return this.#tell(say('failed', this.#lang), 'error');
		const calendar = pickEntries(await response.text(), this.#edition, keys);
		const href = URL.createObjectURL(new Blob([calendar], { type: 'text/calendar' }));
		make('a', { href, download: `${name}.ics` }).click();
		setTimeout(() => URL.revokeObjectURL(href), TICK);
	}

	#find(key: string): HTMLElement | null | undefined {
		const value = JSON.stringify(key);
		return this.#part(`[data-k=${value}], [href=${value}]`);
	}

	#emit(name: string, detail: unknown): void {
		this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
	}
}

let sheet: CSSStyleSheet | undefined;

function adopt(where: Document | ShadowRoot): void {
	if (!sheet) {
		sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
	}
	where.adoptedStyleSheets.push(sheet);
}

type Policy = { createHTML(text: string): string };
let policy: Policy | undefined;

/** Return the agenda in a page. A parsed document runs no script; pages with Trusted Types allow `madang`. */
function parse(text: string): HTMLElement {
	policy ??= (
		globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }
	).trustedTypes?.createPolicy('madang', { createHTML: (html) => html });
	const page = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'text/html');
	const found = page.querySelector<HTMLElement>('.madang-agenda');
	if (!found) throw new TypeError('no agenda in the answer');
	return document.importNode(found, true);
}

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const topOf = (element: Element): number => element.getBoundingClientRect().top;

const press = (button: Element | null | undefined, isPressed: boolean): void =>
	button?.setAttribute('aria-pressed', `${isPressed}`);

const keyOf = (element: Element | null | undefined): string =>
	(element as HTMLElement | null)?.dataset.k ?? element?.getAttribute('href') ?? '';

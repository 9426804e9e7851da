import { goto, invalidate } from '$app/navigation';
import { session } from '$lib/accounts/session.svelte';
import { resume } from '$lib/accounts/sign-in';
import { Problem } from '$lib/api/problem';
import { forgetOwn } from '$lib/kept';
import { readSchedule } from './api';
import { addNews, compare, type News } from './days';
import { findKept, forget, keep } from './kept';
import type { Schedule } from './types';

const NOTHING: News = { ids: [], titles: [] };

/** A schedule that follows what is current, as far as the server can be reached. */
export class CurrentSchedule {
	shown = $state.raw({} as Schedule);
	/** Why it could not be brought up to date when that was tried last. */
	problem = $state.raw<Problem | null>(null);
	/** What has changed since it was kept, until the page is left. */
	news = $state.raw<News>(NOTHING);
	/** When that was. */
	newsSince = $state('');
	#slug: string;

	constructor(slug: string, given: Schedule) {
		this.#slug = slug;
		this.shown = given;
	}

	/** Read it again. Whoever turns out to be signed out, or somebody else, sees nothing of what was kept. */
	refresh = async (): Promise<void> => {
		// Whoever signs out is on their way already.
		if (!session.likely) return;
		try {
			const before = session.account?.id;
			await resume();
			if (!session.account) return await this.#leave();
			if (before !== session.account.id && (await this.#isOthers(session.account.id))) return;
			const fresh = await readSchedule(this.#slug);
			this.problem = null;
			if (!fresh) {
				forget(this.#slug);
				return await invalidate('madang:schedule');
			}
			this.#take(session.account.id, fresh);
		} catch (cause) {
			if (!(cause instanceof Problem)) throw cause;
			if (cause.status === 401) return await this.#leave();
			this.problem = cause;
		}
	};

	#take(account: string, fresh: Schedule): void {
		const found = compare(this.shown, fresh);
		if (found.titles.length) {
			if (!this.news.titles.length) this.newsSince = this.shown.as_of;
			this.news = addNews(this.news, found);
		}
		const { title } = this.shown.edition;
		this.shown = fresh;
		keep(account, fresh);
		// The header above names the edition as it was kept, perhaps in another language.
		if (JSON.stringify(title) !== JSON.stringify(fresh.edition.title)) void invalidate('madang:schedule');
	}

	async #isOthers(account: string): Promise<boolean> {
		const kept = findKept(this.#slug);
		if (!kept || kept.account === account) return false;
		await forgetOwn();
		await invalidate('madang:schedule');
		return true;
	}

	/** Nothing is left here to read: it was wiped at signing out. */
	async #leave(): Promise<void> {
		await forgetOwn();
		await goto(`/sign-in?next=${encodeURIComponent(`/e/${this.#slug}/schedule`)}`);
	}
}

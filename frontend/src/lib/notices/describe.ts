import type { Language } from '$lib/i18n';
import { supported } from '$lib/i18n/languages';
import { inLanguage } from '$lib/organise/words';
import { dayOf, writeShortDay, writeTime } from '$lib/programme/dates';
import type { Say } from './i18n';
import type { Announcement, Item, OwnNotice, Point, What, Words } from './types';

const TONES = {
	moved: 'changed',
	placed: 'changed',
	cancelled: 'cancelled',
	restored: 'confirmed',
	added: 'confirmed',
	removed: 'cancelled',
	visit_placed: 'confirmed',
	visit_changed: 'changed',
	visit_waitlisted: 'tentative',
	visit_removed: 'cancelled',
	visit_meeting: 'changed',
	visit_called_off: 'cancelled',
	visit_restored: 'confirmed',
	stop_changed: 'changed',
	role_added: 'confirmed',
	role_removed: 'cancelled',
	role_changed: 'changed'
} as const satisfies Record<What, string>;

/** Return how a change is marked; one that is not known here as any other change. */
export const toneOf = (what: What) => TONES[what] ?? 'changed';

/** Say in one or two words what has changed; what is not known here as just changed. */
export const sayWhat = (what: What, say: Say): string => say(what in TONES ? `what.${what}` : 'what.other');

/** Write when something is, such as "Tue, 29 Oct, 13:30–18:00", in the edition's zone; empty when that is open. */
export function writePoint({ start, end }: Point, zone: string, language: Language): string {
	if (!start) return '';
	const first = `${writeShortDay(start, zone, language)}, ${writeTime(start, zone)}`;
	if (!end) return first;
	if (dayOf(start, zone) === dayOf(end, zone)) return `${first}–${writeTime(end, zone)}`;
	return `${first} – ${writeShortDay(end, zone, language)}, ${writeTime(end, zone)}`;
}

/** One side of a change: what it is called where that changes, when and where. */
export interface Side {
	name: string;
	point: Point | null;
}

/** Return what was before and what is now, each null where there is nothing to say about it. */
export function sidesOf(
	item: Item,
	say: Say,
	inWords: (words: Words) => string
): { old: Side | null; new: Side | null } {
	const roleName = (role: string | null | undefined) => (role ? sayRole(role, say) : '');
	const side = (name: string, point: Point | null): Side | null => (name || point ? { name, point } : null);
	return {
		old: side(roleName(item.old_role) || inWords(item.old_option), item.old),
		new: side(roleName(item.role) || inWords(item.option), item.new)
	};
}

const ROLES = ['keynote_speaker', 'moderator', 'panellist', 'presenter', 'host', 'interpreter'] as const;

/** Say what somebody does in a session; a role that is not known here by its own name. */
export function sayRole(role: string, say: Say): string {
	const known = ROLES.find((one) => one === role);
	return known ? say(`role.${known}`) : role.replaceAll('_', ' ');
}

/** Return the language somebody reads in: one of the interface's, else English, as mails do. */
export const readsIn = (tag: string): Language => supported(tag) ?? 'en';

/** Say what an announcement is about: an urgent one by its own words, changes by the release they come from. */
export function titleOf(
	{ kind, title, release_number }: Pick<Announcement, 'kind' | 'title' | 'release_number'>,
	say: Say,
	language: Language,
	fallback = ''
): string {
	if (kind === 'urgent') return inLanguage(title, language, fallback);
	return release_number === null ? say('sent.changes') : say('sent.changes_of', { number: release_number });
}

/** Return what of somebody's notices presses at a moment: what is urgent and not over, and what else is unread. */
export function pressing(
	notices: readonly OwnNotice[],
	now: number
): Record<'urgent' | 'others', OwnNotice[]> {
	const open = notices.filter(({ acknowledged_at }) => acknowledged_at === null);
	// `banner` was true when it was read; it may be over since.
	const isOver = ({ over_at }: OwnNotice) => over_at !== null && Date.parse(over_at) <= now;
	return {
		urgent: open.filter((notice) => notice.banner && !isOver(notice)),
		others: open.filter(({ kind }) => kind === 'changes')
	};
}

import { say as sayAccount, type AccountKey } from '$lib/accounts/i18n';
import type { Entry } from './api';
import { find, say } from './i18n';

/** Entries that follow each other and say the same, seen as one: the newest of them, how many, and since when. */
export interface Told {
	entry: Entry;
	count: number;
	since: string;
}

/** Fold what repeats itself: the log is the newest first, so that the first of a run is its latest. */
export function foldRepeats(entries: readonly Entry[]): Told[] {
	const told: Told[] = [];
	let before = '';
	for (const entry of entries) {
		const { origin, address, action, outcome, code, subject_email, fields, reason } = entry;
		const same = [entry.account?.id, origin, address, action, outcome, code, subject_email, fields, reason];
		const key = JSON.stringify(same);
		const last = told.at(-1);
		if (last && key === before) {
			last.count += 1;
			last.since = entry.at;
		} else {
			told.push({ entry, count: 1, since: entry.at });
		}
		before = key;
	}
	return told;
}

/** Say who did it: an address, the command line, or somebody who is not known or gone. */
export function who(entry: Entry): string {
	if (entry.origin === 'command') return sayAccount('audit.command');
	return entry.account?.email ?? entry.account?.id ?? sayAccount('audit.nobody');
}

/** Tell an entry as a sentence. An action that is new here is told by its own name. */
export function tell(entry: Entry): string {
	const [thing = '', what = ''] = entry.action.split('.');
	const role = sayAccount(`role.${entry.fields[0]}` as AccountKey);
	const said = { who: who(entry), whom: entry.subject_email ?? '…', role };
	const failed = entry.code === 'sign_in_failed' && entry.subject_email;
	const own = find(failed ? 'did.sign_in_failed' : `did.${entry.action}`, said);
	if (own) return own;
	const named = find(`thing.${thing}`);
	const whole = named && ['created', 'updated', 'deleted'].includes(what);
	if (whole) return find(`did.${what}`, { who: said.who, thing: named }) ?? entry.action;
	const params = { who: said.who, thing: entry.action.replaceAll('_', ' ') };
	return say(entry.outcome === 'denied' ? 'did.denied' : 'did.other', params);
}

/** Say why something was refused; a reason that is new here by its own name. */
export function why(code: string): string {
	return find(`why.${code}`) ?? code.replaceAll('_', ' ');
}

/** The fields that were changed, where they are not part of the sentence already. */
export function changed(entry: Entry): string[] {
	return entry.action.endsWith('.updated') ? entry.fields : [];
}

import { beforeAll, expect, test } from 'vitest';
import { ready as accountWords } from '$lib/accounts/i18n';
import { startLanguage } from '$lib/i18n';
import type { Entry } from './api';
import { ready } from './i18n';
import { foldRepeats, tell, why } from './sentences';

function entry(values: Partial<Entry>): Entry {
	return {
		id: crypto.randomUUID(),
		at: '2019-10-28T00:00:00Z',
		origin: 'login',
		account: { id: 'a', email: 'head@example.org' },
		token_id: null,
		address: '192.0.2.1',
		request_id: '',
		edition_id: null,
		action: 'login.started',
		subject_kind: '',
		subject_id: null,
		subject_email: null,
		fields: [],
		outcome: 'done',
		code: '',
		reason: '',
		...values
	};
}

beforeAll(async () => {
	await startLanguage('en');
	await Promise.all([ready(), accountWords()]);
});

test('an entry reads as a sentence, with whom it was done to', () => {
	const invited = { action: 'invitation.created', subject_email: 'noor@example.org', fields: ['door_staff'] };
	expect(tell(entry(invited))).toBe('head@example.org invited noor@example.org as door staff');
	expect(tell(entry({ action: 'venue.updated', fields: ['name'] }))).toBe(
		'head@example.org changed: a venue'
	);
});

test('what there are no words for is told by its own name', () => {
	expect(tell(entry({ action: 'lamp_post.lit' }))).toBe('head@example.org: lamp post.lit');
	const refused = entry({
		action: 'list_editions',
		outcome: 'denied',
		code: 'no_such_reason',
		account: null
	});
	expect(tell(refused)).toBe('somebody unknown was refused: list editions');
	expect([why('code_wrong'), why('no_such_reason')]).toEqual(['wrong code', 'no such reason']);
});

test('repeats that follow each other are one, others stand between them', () => {
	const at = (hour: number) => ({ at: `2019-10-28T0${hour}:00:00Z` });
	const refused = { action: 'list_editions', outcome: 'denied' as const };
	const log = [
		entry({ ...refused, ...at(4) }),
		entry({ ...refused, ...at(3) }),
		entry(at(2)),
		entry({ ...refused, ...at(1) })
	];
	expect(
		foldRepeats(log).map(({ count, entry: { at }, since }) => [count, at.slice(11, 13), since.slice(11, 13)])
	).toEqual([
		[2, '04', '03'],
		[1, '02', '02'],
		[1, '01', '01']
	]);
});

import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type { Edition, Session, Words } from '$lib/organise/types';
export type City = Schemas['DelegationPublic'];
export type What = Schemas['What'];
export type Point = Schemas['PointPublic'];
type FullItem = Schemas['ItemPublic'];
/** One thing that changed, for one person or (`people`) for several who are told alike. */
export type Item = Pick<FullItem, 'what' | 'session' | 'option' | 'old_option' | 'stop' | 'old' | 'new'> &
	Partial<Pick<FullItem, 'role' | 'old_role' | 'because' | 'rank' | 'explanation' | 'options'>> & {
		people?: number;
	};
export type Counts = Schemas['Counts'];
export type Announcement = Schemas['AnnouncementPublic'];
export type AnnouncementDetail = Schemas['AnnouncementDetail'];
export type Told = Schemas['NoticePublic'];
export type Called = Schemas['CallEntry'];
export type CallList = Schemas['CallList'];
export type UrgentBody = Schemas['UrgentCreate'];
export type UrgentPreview = Schemas['UrgentPreview'];
/** A notice as whom it is for reads it: signed in, or by the link in the mail. */
export type OwnNotice = Schemas['NoticePage'];

export interface Page<T> {
	items: T[];
	next: string | null;
}

/** Whom something urgent can concern. */
export const AUDIENCES = ['everybody', 'session', 'option', 'delegation', 'kinds'] as const;
export type AudienceKind = (typeof AUDIENCES)[number];

export type Filter = 'all' | 'unacknowledged' | 'acknowledged' | 'bounced' | 'withheld';

/** Return by what the people of an announcement can be told apart: before it went out, only whether they are told. */
export function filtersOf({ stage, counts }: Pick<Announcement, 'stage' | 'counts'>): Filter[] {
	const sent: Filter[] = stage === 'sent' ? ['unacknowledged', 'acknowledged'] : [];
	if (counts.bounced) sent.push('bounced');
	if (counts.withheld) sent.push('withheld');
	return ['all', ...sent];
}

import { label, rowsLabel } from '$lib/action-plans/labels';
import { i18n } from '$lib/i18n';
import { inLanguage } from '$lib/organise/words';
import { say } from './i18n';
import type { OwnerKind, PlanStatus, Words } from './types';

/** Return a text in the language of the interface, else in the edition's own. */
export const inOwn = (words: Words | null | undefined, fallback: string): string =>
	inLanguage(words ?? undefined, i18n.language, fallback);

/** Whose plan it is, as far as names are concerned. */
export interface Owner {
	owner_kind: OwnerKind;
	owner_name: string | null;
	city: Words | null;
}

/** Write whose plan it is, such as "Kampala" or "Kampala trainee 1, Kampala". */
export function writeOwner({ owner_kind, owner_name, city }: Owner, fallback: string): string {
	const place = inOwn(city, fallback);
	if (owner_kind === 'delegation' || !owner_name) return place || say('owner.unknown');
	return place ? say('owner.of', { name: owner_name, city: place }) : owner_name;
}

/** The short name: what a timer says, and a line on the wall. */
export function shortOwner({ owner_kind, owner_name, city }: Owner, fallback: string): string {
	return (owner_kind === 'trainee' && owner_name) || inOwn(city, fallback) || say('owner.unknown');
}

export const TONES: Record<PlanStatus, 'plain' | 'tentative' | 'changed' | 'confirmed'> = {
	draft: 'tentative',
	submitted: 'changed',
	presented: 'changed',
	endorsed: 'confirmed',
	implementing: 'confirmed',
	closed: 'plain'
};

export { label, rowsLabel };

/** Whose plan it is, as lists tell it. */
export const ownerOf = ({
	owner_kind,
	owner
}: {
	owner_kind: OwnerKind;
	owner: { city: Words | null; name: string | null };
}): Owner => ({ owner_kind, owner_name: owner.name, city: owner.city });

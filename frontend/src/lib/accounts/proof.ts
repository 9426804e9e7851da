import type { components } from '$lib/api/schema';

/** What shows that somebody reads the mails of an address: a link's token, or the address with the typed code. */
export type Proof = { token: string } | { email: string; code: string };
export type LinkPurpose = components['schemas']['LinkPurpose'];
export type LinkLook = components['schemas']['LinkPublic'];

/** Return the token that stands behind `#` in the address, if one does. */
export function findToken(): string | null {
	const token = location.hash.slice(1);
	return /^[\w-]{20,100}$/.test(token) ? token : null;
}

import { Problem } from '$lib/api/problem';

/** What came of inviting several addresses. */
export interface Invited {
	done: string[];
	/** Refused because of the address itself, with the reason. */
	refused: { email: string; why: 'taken' | 'invalid' }[];
	/** Not tried any more, or not known to have happened: where it stopped, and all after it. */
	left: string[];
	problem: Problem | null;
}

/**
 * Invite one after the other. What is wrong with one address stops no other; anything else, such as a lost
 * connection, would meet all that follow and stops at once.
 */
export async function inviteAll(
	emails: string[],
	invite: (email: string) => Promise<unknown>
): Promise<Invited> {
	const result: Invited = { done: [], refused: [], left: [], problem: null };
	for (const [index, email] of emails.entries()) {
		try {
			await invite(email);
			result.done.push(email);
		} catch (cause) {
			if (!(cause instanceof Problem)) throw cause;
			if (cause.code === 'taken') result.refused.push({ email, why: 'taken' });
			else if (cause.status === 422) result.refused.push({ email, why: 'invalid' });
			else return { ...result, left: emails.slice(index), problem: cause };
		}
	}
	return result;
}

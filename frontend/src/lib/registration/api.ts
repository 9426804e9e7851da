import { api } from '$lib/api/api';
import { body, ifMatch, retryKey } from '$lib/api/client';
import { toBody } from './draft';
import type { Draft, Standing } from './types';

/** One's own registration to one edition, at its address. */
export const readStanding = (slug: string): Promise<Standing> =>
	body(api.GET('/api/v1/me/registrations/{edition}', { params: { path: { edition: slug } } }));

export const saveDraft = (slug: string, draft: Draft, version: number): Promise<Standing> =>
	body(
		api.PUT('/api/v1/me/registrations/{edition}', {
			params: { path: { edition: slug } },
			headers: ifMatch(version),
			body: toBody(draft)
		})
	);

export type Step = 'submit' | 'accept-offer' | 'restart';
export type Leave = 'cancel' | 'decline-place';

/** Go a step; sent again after a lost answer, it happens once. */
export const step = (slug: string, what: Step, headers = retryKey()): Promise<Standing> =>
	body(
		api.POST(`/api/v1/me/registrations/{edition}/${what}`, { params: { path: { edition: slug } }, headers })
	);

export const leave = (slug: string, what: Leave, comment: string): Promise<Standing> =>
	body(
		api.POST(`/api/v1/me/registrations/{edition}/${what}`, {
			params: { path: { edition: slug } },
			headers: retryKey(),
			body: { comment: comment.trim() || null }
		})
	);

export const setConsent = (slug: string, key: string, given: boolean): Promise<Standing> =>
	body(
		api.POST(`/api/v1/me/registrations/{edition}/consents/{key}/${given ? 'give' : 'withdraw'}`, {
			params: { path: { edition: slug, key } },
			headers: retryKey()
		})
	);

export const askToRegister = (slug: string, email: string, language: string) =>
	api.POST('/api/v1/auth/registrations', { body: { email, edition: slug, language } });

import { orErrorPage } from '$lib/api/load';
import { readParticipant } from '$lib/participants/api';
import { ready } from '$lib/participants/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:participants');
	const { account } = await parent();
	const [participant] = await orErrorPage(Promise.all([readParticipant(params.slug, params.id), ready()]));
	const mayWrite = account.scopes.includes('participants:write');
	return { participant, mayWrite, title: participant.badge_name || participant.email };
};

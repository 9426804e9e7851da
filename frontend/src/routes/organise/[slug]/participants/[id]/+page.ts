import { orErrorPage } from '$lib/api/load';
import { ready as careReady } from '$lib/care/i18n';
import { readParticipant } from '$lib/participants/api';
import { ready } from '$lib/participants/i18n';
import { readForm } from '$lib/registration/builder/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:participants');
	await parent();
	const [participant, { questions }] = await orErrorPage(
		Promise.all([readParticipant(params.slug, params.id), readForm(params.slug), ready(), careReady()])
	);
	return { participant, questions, title: participant.badge_name || participant.email };
};

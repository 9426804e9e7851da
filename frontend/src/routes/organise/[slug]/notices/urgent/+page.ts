import { orErrorPage } from '$lib/api/load';
import { listAudiences } from '$lib/notices/api';
import { ready, say } from '$lib/notices/i18n';
import { ready as readyParticipants } from '$lib/participants/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	const { account } = await parent();
	const [audiences] = await orErrorPage(
		Promise.all([listAudiences(params.slug, account.scopes), ready(), readyParticipants()])
	);
	return { ...audiences, title: say('title.urgent') };
};

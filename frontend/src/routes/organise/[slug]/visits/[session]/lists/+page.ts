import { orErrorPage } from '$lib/api/load';
import { ready as careWords } from '$lib/care/i18n';
import { ofRound } from '$lib/visits/api';
import { ready, say } from '$lib/visits/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	await parent();
	const api = ofRound(params.slug, params.session);
	const [round] = await orErrorPage(Promise.all([api.read(), ready(), careWords()]));
	const going = round.options.filter(({ placed }) => placed);
	const lists = await orErrorPage(Promise.all(going.map(({ option_id }) => api.list(option_id))));
	return { round, lists, title: say('lists.title') };
};

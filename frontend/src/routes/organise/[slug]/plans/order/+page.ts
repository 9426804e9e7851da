import { orErrorPage } from '$lib/api/load';
import { listSessions } from '$lib/organise/api';
import { ready, say } from '$lib/plan-desk/i18n';
import { ofPresentation } from '$lib/plan-desk/present/api';
import type { PageLoad } from './$types';

/** The sessions in which plans are presented, and the running order of one of them. */
export const load: PageLoad = async ({ depends, params, parent, url }) => {
	depends('madang:language', 'madang:order');
	const { account } = await parent();
	const [sessions] = await orErrorPage(Promise.all([listSessions(params.slug), ready()]));
	const held = sessions.filter(({ kind }) => kind === 'presentation' || kind === 'closing');
	const chosen = held.find(({ id }) => id === url.searchParams.get('session')) ?? held[0];
	return {
		sessions: held,
		order: chosen ? await orErrorPage(ofPresentation(params.slug, chosen.id).read()) : null,
		mayWrite: account.scopes.includes('action_plans:write'),
		title: say('order.title')
	};
};

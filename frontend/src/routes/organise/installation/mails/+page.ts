import { say } from '$lib/accounts/i18n';
import { api } from '$lib/api/api';
import { body } from '$lib/api/client';
import { orErrorPage } from '$lib/api/load';
import type { components } from '$lib/api/schema';
import type { PageLoad } from './$types';

const STATES: components['schemas']['MessageState'][] = ['waiting', 'sent', 'failed', 'dropped'];

export const load: PageLoad = async ({ depends, parent, url }) => {
	depends('madang:language', 'madang:mails');
	const { account } = await parent();
	const state = STATES.find((one) => one === url.searchParams.get('state'));
	const query = { limit: 100, ...(state && { state }) };
	const page = await orErrorPage(body(api.GET('/api/v1/installation/mails', { params: { query } })));
	const mayWrite = account.scopes.includes('installation:write');
	return { mails: page.items, state, states: STATES, mayWrite, title: say('mails.title') };
};

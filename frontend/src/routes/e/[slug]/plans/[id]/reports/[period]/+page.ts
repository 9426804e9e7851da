import { requireAccount } from '$lib/accounts/guard';
import { ready as labelsReady } from '$lib/action-plans/labels';
import { orErrorPage } from '$lib/api/load';
import { ofReport } from '$lib/follow-up/api';
import { ready, say } from '$lib/follow-up/i18n';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/** Outside the edition's layout, as all that is one's own: it does not wait for the programme. */
export const load: PageLoad = async ({ depends, params: { slug, id, period }, url }) => {
	depends('madang:language', 'madang:own-report');
	const [account] = await Promise.all([requireAccount(url), languageSettled()]);
	const [report] = await orErrorPage(Promise.all([ofReport(id, period).read(), ready(), labelsReady()]));
	return { slug, report, account: account.id, title: say('report.title') };
};

import { orErrorPage } from '$lib/api/load';
import { ofAnnouncement } from '$lib/notices/api';
import { ready, say } from '$lib/notices/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	await parent();
	const [announcement] = await orErrorPage(
		Promise.all([ofAnnouncement(params.slug, params.id).read(), ready()])
	);
	return { announcement, title: say('title.calls') };
};

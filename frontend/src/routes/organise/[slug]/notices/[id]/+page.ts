import { orErrorPage } from '$lib/api/load';
import { ofAnnouncement } from '$lib/notices/api';
import { titleOf } from '$lib/notices/describe';
import { readyToRead, say } from '$lib/notices/i18n';
import { i18n } from '$lib/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language', 'madang:notices');
	await parent();
	const [announcement] = await orErrorPage(
		Promise.all([ofAnnouncement(params.slug, params.id).read(), readyToRead()])
	);
	return { announcement, title: titleOf(announcement, say, i18n.language) };
};

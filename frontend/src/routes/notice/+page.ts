import { findToken } from '$lib/accounts/proof';
import { keepAsked, languageSettled } from '$lib/i18n';
import { readyToRead, say } from '$lib/notices/i18n';
import type { PageLoad } from './$types';

let kept = '';

export const load: PageLoad = async ({ depends, url }) => {
	depends('madang:language');
	// The page takes it out of the address bar; loading again in another language must not lose it.
	kept = findToken() ?? kept;
	keepAsked(url.searchParams.get('lang'));
	await languageSettled();
	await readyToRead();
	return { token: kept || null, title: say('title.link') };
};

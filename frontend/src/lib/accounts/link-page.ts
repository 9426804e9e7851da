import { keepAsked, languageSettled } from '$lib/i18n';
import { ready, say } from './i18n';
import { findToken, type LinkPurpose } from './proof';

let kept = { path: '', token: '' };

/** Load the page that a mailed link opens, with the link's token: also when the visitor had to sign in first. */
export async function loadLinkPage(
	purpose: LinkPurpose,
	depends: (dependency: `${string}:${string}`) => void,
	url: URL
) {
	depends('madang:language');
	const path = url.pathname;
	const token = findToken() ?? (kept.path === path ? kept.token : null);
	// The page takes it out of the address bar; loading again in another language must not lose it.
	kept = { path, token: token ?? '' };
	keepAsked(url.searchParams.get('lang'));
	await languageSettled();
	await ready();
	return { token, title: say(`link.title_${purpose}`) };
}

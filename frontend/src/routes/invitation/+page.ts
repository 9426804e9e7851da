import { loadLinkPage } from '$lib/accounts/link-page';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ depends, url }) => loadLinkPage('invitation', depends, url);

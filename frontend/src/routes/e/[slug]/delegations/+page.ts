import { ready, say } from '$lib/delegations/i18n';
import { languageSettled } from '$lib/i18n';
import { followChanges, readDelegations } from '$lib/programme/public';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
	followChanges(event);
	const [delegations, { edition }] = await Promise.all([
		readDelegations(event.params.slug),
		event.parent(),
		languageSettled().then(ready)
	]);
	return { delegations, title: `${say('public.title')} · ${edition.title}` };
};

import { orErrorPage } from '$lib/api/load';
import { readSession } from '$lib/organise/api';
import { wordsHere } from '$lib/organise/describe';
import { say } from '$lib/organise/i18n';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ depends, params, parent }) => {
	depends('madang:language');
	const [{ around }, SessionEditor] = await Promise.all([
		parent(),
		import('$lib/organise/SessionEditor.svelte').then((module) => module.default)
	]);
	if (params.id === 'new') return { SessionEditor, session: null, title: say('session_form.new') };
	const session = await orErrorPage(readSession(params.slug, params.id));
	return { SessionEditor, session, title: wordsHere(session.title, around) };
};

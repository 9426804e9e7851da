import { error } from '@sveltejs/kit';
import { languageSettled } from '$lib/i18n';
import { ready, say } from '$lib/stage/i18n';
import type { PageLoad } from './$types';

/** The speaker's time in one session, for a beamer and for everybody's phone. */
export const load: PageLoad = async ({ depends, params: { slug, key }, parent }) => {
	depends('madang:language');
	await languageSettled();
	const [{ agenda }] = await Promise.all([parent(), ready()]);
	const session = agenda.days.flatMap((day) => day.sessions).find((one) => one.key === key);
	if (!session) throw error(404, { message: `no session ${key}`, code: 'session_unknown' });
	const { id, title } = session;
	return { slug, session: { id, key, title }, title: `${say('title')} · ${title}` };
};

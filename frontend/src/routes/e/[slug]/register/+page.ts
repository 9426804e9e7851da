import { session } from '$lib/accounts/session.svelte';
import { resume } from '$lib/accounts/sign-in';
import { orErrorPage } from '$lib/api/load';
import { i18n, languageSettled } from '$lib/i18n';
import { readEdition } from '$lib/programme/public';
import { readStanding } from '$lib/registration/api';
import { ready, say } from '$lib/registration/i18n';
import type { PageLoad } from './$types';

/** Outside the edition's layout: registering may begin before anything of the programme is published. */
export const load: PageLoad = async ({ params: { slug }, depends }) => {
	depends('madang:registration');
	await languageSettled();
	const words = ready();
	if (session.likely) await orErrorPage(resume());
	const account = session.account;
	// Who is signed in loads the form, who is not the way to it: neither carries the other over a slow line.
	const [Register, AskToRegister, standing] = await Promise.all([
		account ? import('$lib/registration/Register.svelte').then((module) => module.default) : null,
		account ? null : import('$lib/registration/AskToRegister.svelte').then((module) => module.default),
		account ? orErrorPage(readStanding(slug)) : null,
		words
	]);
	const title = standing
		? (standing.edition.title[i18n.language] ?? standing.edition.title[standing.edition.default_language])
		: await nameOf(slug);
	return { Register, AskToRegister, slug, account, standing, title: title ?? say('title') };
};

/** An edition of which nothing is published yet is called by its address. */
async function nameOf(slug: string): Promise<string> {
	try {
		return (await readEdition(slug)).title;
	} catch {
		return slug;
	}
}

import { requireAccount } from '$lib/accounts/guard';
import { session } from '$lib/accounts/session.svelte';
import { listOwn } from '$lib/action-plans/api';
import { ready, say } from '$lib/action-plans/i18n';
import { listPlans, type KeptPlan } from '$lib/action-plans/kept-plans';
import { orErrorPage } from '$lib/api/load';
import { Problem } from '$lib/api/problem';
import { languageSettled } from '$lib/i18n';
import type { PageLoad } from './$types';

/** The plans that somebody writes. Without a network: those that this device keeps. */
export const load: PageLoad = async ({ depends, params: { slug }, url }) => {
	depends('madang:language', 'madang:plans');
	await languageSettled();
	await ready();
	const title = say('list.title');
	const kept = session.likely ? (await listPlans()).filter(({ plan }) => plan.edition.slug === slug) : [];
	try {
		if (!kept.length) await requireAccount(url);
		const { items, may_start } = await listOwn(slug);
		return { slug, plans: items, beginnings: may_start, offline: false, title };
	} catch (cause) {
		if (!kept.length || !isAway(cause)) return orErrorPage(Promise.reject(cause as Error));
		return { slug, plans: kept.map(asListed), beginnings: [], offline: true, title };
	}
};

const isAway = (cause: unknown) => cause instanceof Problem && (cause.status === 0 || cause.status >= 500);
const asListed = ({ plan }: Pick<KeptPlan, 'plan'>) => plan;

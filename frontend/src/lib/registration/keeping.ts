import type { Form } from '$lib/autosave/autosave.svelte';
import { saveDraft } from './api';
import { SHAPE, toDraft } from './draft';
import type { Draft, Standing } from './types';

/** One's registration as it is kept while one writes. */
export const formIn = (language: string): Form<Draft, Standing> => ({
	...SHAPE,
	toDraft: (standing) => toDraft(standing, language),
	save: (draft, { edition, version }) => saveDraft(edition.slug, draft, version),
	may: ({ available_transitions }) => available_transitions.includes('save'),
	byItself: ({ registration }) => (registration?.status ?? 'draft') === 'draft'
});

/** Where this device keeps what one account has typed for one edition. */
export const placeOf = (slug: string, account: string): string => `madang:registration:${slug}:${account}`;

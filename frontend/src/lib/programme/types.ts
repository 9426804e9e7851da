import type { components } from '$lib/api/schema';

/** The shapes of the public surface, generated from the API's description, by the names used here. */
type Schemas = components['schemas'];

export type Agenda = Schemas['Agenda'];
export type Edition = Schemas['EditionRead'];
export type EditionItem = Schemas['ListedEdition'];
export type EditionReference = Pick<
	Schemas['ShownEditionReference'],
	'slug' | 'title' | 'theme' | 'place' | 'status' | 'timezone'
>;
export type Session = Schemas['ShownSession'];
export type SessionDetail = Schemas['ShownSessionDetail'];
export type SessionPage = Schemas['SessionRead'];
export type Stop = Schemas['ShownStop'];
export type Venue = Schemas['ShownVenue'];
export type ListedDelegation = Schemas['ShownDelegation'];

import type { components } from './schema';

/** Who is signed in. */
export type Account = components['schemas']['Me'];
/** What the server says when somebody signed in, or was signed in again by their cookie. */
export type Grant = components['schemas']['AccessToken'];

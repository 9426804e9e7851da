import createClient from 'openapi-fetch';
import { send } from './client';
import type { paths } from './schema';

/** The API by its description: paths, parameters and shapes are checked against `openapi.json`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

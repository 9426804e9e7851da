import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Timer = Schemas['TimerShown'];
export type TimerBody = Schemas['TimerFields'];

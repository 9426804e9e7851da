import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Schedule = Schemas['ScheduleShown'];
export type OwnSession = Schemas['OwnSession'];
export type OwnVisit = Schemas['ScheduleVisit'];
export type Place = Schemas['PlaceShown'];
export type CalendarLink = Schemas['CalendarLinkShown'];
export type Helpline = Schemas['HelplinePublic'];
export type HelplineBody = Schemas['HelplineFields'];

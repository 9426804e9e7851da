import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];

export type Hosts = Schemas['HostList'];
export type Site = Schemas['HostSite'];
export type Host = Schemas['VisitHostPublic'];
export type HostBody = Schemas['HostWrite'];
export type HostLink = Schemas['HostLink'];
export type HostPage = Schemas['HostPage'];
export type Question = HostPage['questions'][number];
export type Status = Schemas['HostStatus'];
export type Answer = 'confirmed' | 'declined';

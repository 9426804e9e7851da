export type { Account } from './schema';

import type { Message } from '$lib/i18n';
import type en from './en';

/** Every language says the same things. */
export type PlanDeskMessages = Record<keyof typeof en, Message>;

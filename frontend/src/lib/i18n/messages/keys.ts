import type { Message } from '../translate';
import type en from './en';

/** Every language says the same things. */
export type Messages = Record<keyof typeof en, Message>;

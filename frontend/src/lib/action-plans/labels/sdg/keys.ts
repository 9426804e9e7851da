import type en from './en.json';

/** Every language has the same labels. */
export type SdgWords = Record<keyof typeof en, string>;

import { createKept } from './kept.ts';

export type Language = 'en' | 'vi';
export type Theme = 'system' | 'light' | 'dark';

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (kept: unknown): kept is Word =>
    words.some((word) => word === kept);

const spoken: Language = navigator.language.startsWith('vi') ? 'vi' : 'en';

export const language = createKept<Language>('language', spoken, oneOf(['en', 'vi']));
export const theme = createKept<Theme>('theme', 'system', oneOf(['system', 'light', 'dark']));
/** Single keys can be turned off, for whoever speaks to their machine (WCAG 2.1.4). */
export const singleKeys = createKept<'on' | 'off'>('singleKeys', 'on', oneOf(['on', 'off']));

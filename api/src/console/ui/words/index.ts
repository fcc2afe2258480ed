import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { language } from '../state/settings.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly resources: { readonly translation: typeof en };
  }
}

/** Speaks the language that is set, from now on and whenever it is changed. */
export const startWords = async (): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: language.get(),
    fallbackLng: 'en',
    resources: { en: { translation: en }, vi: { translation: vi } },
    // React writes text as text.
    interpolation: { escapeValue: false },
  });
  const follow = (): void => {
    document.documentElement.lang = language.get();
    void i18next.changeLanguage(language.get());
  };
  follow();
  language.subscribe(follow);
};

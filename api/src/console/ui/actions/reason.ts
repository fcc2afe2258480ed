import { useTranslation } from 'react-i18next';
import { isAmong } from '../words/among.ts';
import { en } from '../words/en.ts';

/** Says in a sentence why something was refused or failed; a word that is not known is said as it is. */
export const useReason = (): ((word: string) => string) => {
  const { t } = useTranslation();
  return (word) => {
    if (isAmong(en.refusal, word)) return t(`refusal.${word}`);
    return isAmong(en.cause, word) ? t(`cause.${word}`) : word;
  };
};

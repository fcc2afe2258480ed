import { useTranslation } from 'react-i18next';
import { en } from '../words/en.ts';

const isReason = (word: string): word is keyof typeof en.refusal => word in en.refusal;
const isCause = (word: string): word is keyof typeof en.cause => word in en.cause;

/** Says in a sentence why something was refused or failed; a word that is not known is said as it is. */
export const useReason = (): ((word: string) => string) => {
  const { t } = useTranslation();
  return (word) => {
    if (isReason(word)) return t(`refusal.${word}`);
    return isCause(word) ? t(`cause.${word}`) : word;
  };
};

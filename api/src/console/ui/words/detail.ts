import type { CommandType } from '@legwork/core';
import { useTranslation } from 'react-i18next';
import { isAmong } from './among.ts';
import { en } from './en.ts';

/** Says what a command was about in particular, as the audit has it: `whisper agent`, `queue`, `away`. */
export const useDetail = (): ((what: CommandType, detail: string) => string) => {
  const { t } = useTranslation();
  return (what, detail) => {
    const [first = '', second] = detail.split(' ');
    if (isAmong(en.mode, first))
      return second === 'agent' ? `${t(`mode.${first}`)}, ${t('call.follows')}` : t(`mode.${first}`);
    if (what === 'cmd.transfer' && isAmong(en.transfer.to, first)) return t(`transfer.to.${first}`);
    return isAmong(en.agent, first) ? t(`agent.${first}`) : detail;
  };
};

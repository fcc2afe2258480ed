import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { modeIcons } from '../actions/mode-icons.ts';
import { PendingIcon, TakeoverIcon } from '../parts/icons.tsx';
import type { Seat } from '../service/client.ts';
import { myself } from '../session/me.ts';

/** A supervisor at a call, and how they are there. What was asked for and not observed is dashed. */
export const SeatMark = memo(({ seat }: { readonly seat: Seat }): ReactNode => {
  const { t } = useTranslation();
  const isMe = seat.supervisor === myself()?.supervisor;
  const isSettled = (seat.state === 'present' || seat.state === 'lent') && seat.mode === seat.wanted;
  const mode = seat.mode ?? seat.wanted;
  const Icon = seat.state === 'lent' ? TakeoverIcon : isSettled ? modeIcons[mode] : PendingIcon;
  const what = isSettled
    ? t(`mode.${mode}`)
    : `${t('seat.wanted', { mode: t(`mode.${seat.wanted}`) })}, ${t(`seat.${seat.state}`)}`;
  const text = `${seat.name}: ${seat.state === 'lent' ? t('seat.lent') : what}`;
  return (
    <span className={`seat-mark ${isSettled ? '' : 'unsettled'} ${isMe ? 'mine' : ''}`} data-tip={text}>
      <Icon size={13} aria-hidden />
      <span className="clip">{isMe ? t('party.you') : seat.name}</span>
      <span className="unseen">{what}</span>
    </span>
  );
});

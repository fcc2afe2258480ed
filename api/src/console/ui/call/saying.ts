import { useTranslation } from 'react-i18next';
import { isAmong } from '../words/among.ts';
import { commandWord } from '../words/command.ts';
import { useDetail } from '../words/detail.ts';
import { en } from '../words/en.ts';
import type { Happening } from './ladder.ts';
import { assertNever } from '../state/never.ts';

/** Says what happened in two or three words. */
export const useSaying = (): ((happening: Happening) => string) => {
  const { t } = useTranslation();
  const detailOf = useDetail();
  const word = (happening: Happening): string => {
    switch (happening.kind) {
      case 'legCreated':
        return '';
      case 'legRang':
        return t('ladder.ringing');
      case 'legAnswered':
        return t('ladder.answered');
      case 'legOrphaned':
        return t('cause.lost');
      case 'legPlaced':
        return happening.place === 'tap'
          ? t('ladder.tap', { mode: t(`mode.${happening.mode ?? 'monitor'}`) })
          : t(`ladder.${happening.place}`);
      case 'legMuted':
        return t(happening.muted ? 'ladder.muted' : 'ladder.unmuted');
      case 'legEnded':
        return `${t('ladder.ended')}${happening.cause === 'normal' || !isAmong(en.cause, happening.cause) ? '' : `: ${t(`cause.${happening.cause}`)}`}`;
      case 'opened':
        return t('ladder.opened');
      case 'state':
        return t(`state.${happening.state}`);
      case 'held':
        return t('state.held');
      case 'resumed':
        return t('command.resume');
      case 'confirmed':
        return t('ladder.confirmed');
      case 'unconfirmed':
        return t('ladder.unconfirmed');
      case 'recordingStarted':
        return t('recording.starting');
      case 'recordingStopped':
        return t('recording.stopping');
      case 'queued':
        return t('ladder.queued', { queue: happening.queue });
      case 'asked': {
        const { by, what, detail, outcome } = happening;
        const more = detail === null ? '' : ` (${detailOf(what, detail)})`;
        return `${by}: ${t(`command.${commandWord(what)}`)}${more} – ${t(`outcome.${outcome}`)}`;
      }
      case 'closed':
        return t('ladder.closed', { end: t(`end.${happening.end}`) });
      default:
        return assertNever(happening);
    }
  };
  return (happening) =>
    happening.basis === 'assumed' ? `${word(happening)} (${t('ladder.assumed')})` : word(happening);
};

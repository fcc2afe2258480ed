import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../actions/dialogs.ts';
import { useReason } from '../actions/reason.ts';
import { AlertIcon, Check, PendingIcon } from '../parts/icons.tsx';
import { lastDeed, type Deed, type LastDeed } from '../service/deeds.ts';
import { useStore } from '../state/store.ts';
import { assertNever } from '../state/never.ts';

/** What was asked for last, and what became of it: said aloud as well. */
export const StatusBar = (): ReactNode => {
  const { t } = useTranslation();
  const last = useStore(lastDeed);
  return (
    <footer className="status-bar">
      <span className="dim">{t('frame.lastAction')}</span>
      <span role="status" className="last" data-state={last?.state ?? 'none'}>
        {last === null ? <span className="dim">{t('frame.noAction')}</span> : <Told last={last} />}
      </span>
      <span className="grow" />
      <button type="button" className="keys-hint" onClick={() => openDialog.set({ kind: 'keys' })}>
        <kbd className="kbd">?</kbd> {t('frame.keys')}
      </button>
    </footer>
  );
};

const Told = ({ last }: { readonly last: LastDeed }): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const { deed, state, reason, tookMs } = last;
  const Icon = state === 'pending' ? PendingIcon : state === 'done' ? Check : AlertIcon;
  const tone =
    state === 'pending' ? 'tone-me' : state === 'done' ? 'tone-good' : state === 'cancelled' ? 'tone-calm' : 'tone-bad';
  return (
    <>
      <strong>{wordOf(deed, t)}</strong> <span className="number">{deed.call?.id}</span>{' '}
      <span className={`badge ${tone}`}>
        <Icon size={13} aria-hidden className={state === 'pending' ? 'turning' : ''} />
        {t(`outcome.${state}`)}
      </span>
      {reason === null || state === 'done' ? null : <span>: {reasonOf(reason)}</span>}
      {tookMs === null ? null : <span className="dim number"> {(tookMs / 1_000).toFixed(1)} s</span>}
    </>
  );
};

const wordOf = (deed: Deed, t: ReturnType<typeof useTranslation>['t']): string => {
  switch (deed.kind) {
    case 'supervise':
    case 'switchMode':
      return t(`mode.${deed.mode}`);
    case 'leave':
      return t('action.leave');
    case 'takeover':
      return t('action.takeover');
    case 'transfer':
      return t('action.transfer');
    case 'stop':
      return t('action.stop');
    case 'hangUp':
      return t('command.hangUp');
    default:
      return assertNever(deed);
  }
};

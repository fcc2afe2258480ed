import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDialog } from '../actions/dialogs.ts';
import { Dialog } from '../parts/dialog.tsx';
import { singleKeys } from '../state/settings.ts';
import { useStore } from '../state/store.ts';
import { keys } from './keys.ts';

export const KeysDialog = (): ReactNode => {
  const { t } = useTranslation();
  const single = useStore(singleKeys);
  return (
    <Dialog
      title={t('keys.title')}
      onClose={closeDialog}
      onSubmit={closeDialog}
      foot={
        <button type="submit" className="button" data-first>
          {t('action.close')}
        </button>
      }
    >
      <dl className="key-list">
        {keys.map(({ key, does }) => (
          <div key={key}>
            <dt>
              {key.split('+').map((part) => (
                <kbd key={part} className="kbd">
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${does}`)}</dd>
          </div>
        ))}
      </dl>
      <div className="single-keys">
        <span>
          <strong>{t('keys.single')}</strong>
          <span className="dim">{t('keys.singleHint')}</span>
        </span>
        <button
          type="button"
          role="switch"
          className="toggle"
          aria-label={t('keys.single')}
          aria-checked={single === 'on'}
          onClick={() => singleKeys.set(single === 'on' ? 'off' : 'on')}
        >
          <span className="knob" />
          {single === 'on' ? t('keys.singleOn') : t('keys.singleOff')}
        </button>
      </div>
    </Dialog>
  );
};

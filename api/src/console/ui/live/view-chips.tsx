import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../parts/icons.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useStore } from '../state/store.ts';
import { fromSearch, toSearch, type View } from './filter.ts';
import { givenViews, removeView, savedViews, saveView, type GivenView } from './views.ts';

interface ViewChipsProps {
  readonly view: View;
  readonly onView: (view: View) => void;
}

/** The saved views: those that everybody has, and one's own. */
export const ViewChips = ({ view, onView }: ViewChipsProps): ReactNode => {
  const { t } = useTranslation();
  const own = useStore(savedViews);
  const [isSaving, setSaving] = useState(false);
  const search = toSearch(view).toString();
  const isGiven = Object.values(givenViews).some((given) => toSearch(given).toString() === search);
  const isKept = isGiven || own.some((saved) => saved.search === search);
  return (
    <div className="chips" role="group" aria-label={t('views.label')}>
      {(Object.keys(givenViews) as GivenView[]).map((name) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={toSearch(givenViews[name]).toString() === search}
          onClick={() => onView(givenViews[name])}
        >
          {t(`views.${name}`)}
        </button>
      ))}
      {own.map((saved) => (
        <span key={saved.name} className="chip-pair">
          <button
            type="button"
            className="chip"
            aria-pressed={saved.search === search}
            onClick={() => onView(fromSearch(saved.search))}
          >
            {saved.name}
          </button>
          <button
            type="button"
            className="chip-remove"
            aria-label={t('views.remove', { name: saved.name })}
            onClick={() => removeView(saved.name)}
          >
            <CloseIcon size={12} aria-hidden />
          </button>
        </span>
      ))}
      {isKept ? null : (
        <button type="button" className="chip save" onClick={() => setSaving(true)}>
          + {t('views.save')}
        </button>
      )}
      {isSaving ? <SaveDialog search={search} onClose={() => setSaving(false)} /> : null}
    </div>
  );
};

const SaveDialog = ({ search, onClose }: { readonly search: string; readonly onClose: () => void }): ReactNode => {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const isNamed = name.trim() !== '';
  return (
    <Dialog
      title={t('views.saveTitle')}
      onClose={onClose}
      onSubmit={() => {
        if (!isNamed) return;
        saveView({ name: name.trim(), search });
        onClose();
      }}
      foot={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" aria-disabled={!isNamed}>
            {t('views.save')}
          </button>
        </>
      }
    >
      <p>{t('views.saveHint')}</p>
      <label className="labelled">
        <span>{t('views.name')}</span>
        <input
          className="field"
          value={name}
          maxLength={40}
          data-first
          onChange={(event) => setName(event.target.value)}
        />
      </label>
    </Dialog>
  );
};

import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../parts/dialog.tsx';
import { queueTargets, type Targets } from './targets.ts';
import type { QueueState } from './use-queues.ts';

const fields = [
  { name: 'maxWaiting', most: 1_000 },
  { name: 'maxWaitSeconds', most: 3_600 },
  { name: 'minLevelPercent', most: 100 },
] as const satisfies readonly { readonly name: keyof Targets; readonly most: number }[];
const words = { maxWaiting: 'maxWaiting', maxWaitSeconds: 'maxWait', minLevelPercent: 'minLevel' } as const;

/** What a queue should keep to, as one person sees it. */
export const TargetsDialog = ({
  queue,
  onClose,
}: {
  readonly queue: QueueState;
  readonly onClose: () => void;
}): ReactNode => {
  const { t } = useTranslation();
  const [targets, setTargets] = useState(queue.targets);
  return (
    <Dialog
      title={t('wall.thresholdsTitle', { queue: queue.name })}
      onClose={onClose}
      onSubmit={() => {
        queueTargets.set({ ...queueTargets.get(), [queue.id]: targets });
        onClose();
      }}
      foot={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary">
            {t('wall.save')}
          </button>
        </>
      }
    >
      {fields.map(({ name, most }) => (
        <label key={name} className="labelled">
          <span>{t(`wall.${words[name]}`)}</span>
          <input
            className="field"
            type="number"
            required
            min={0}
            max={most}
            value={targets[name]}
            onChange={(event) =>
              setTargets({ ...targets, [name]: Math.min(most, Math.max(0, event.target.valueAsNumber || 0)) })
            }
          />
        </label>
      ))}
      <p className="dim">{t('wall.thresholdsHint')}</p>
    </Dialog>
  );
};

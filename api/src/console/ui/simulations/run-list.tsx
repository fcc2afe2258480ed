import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertIcon, Check, ClosedIcon, PendingIcon, QueuedIcon } from '../parts/icons.tsx';
import type { Simulation } from '../service/client.ts';
import { dayAndTime } from '../words/time.ts';
import { estimated } from './figures.ts';

const looks = {
  queued: { tone: 'tone-wait', icon: QueuedIcon },
  running: { tone: 'tone-me', icon: PendingIcon },
  done: { tone: 'tone-good', icon: Check },
  failed: { tone: 'tone-bad', icon: AlertIcon },
  cancelled: { tone: 'tone-calm', icon: ClosedIcon },
} as const satisfies Readonly<Record<Simulation['state'], unknown>>;

export const RunBadge = ({ state }: { readonly state: Simulation['state'] }): ReactNode => {
  const { t } = useTranslation();
  const { tone, icon: Icon } = looks[state];
  return (
    <span className={`badge ${tone}`} data-state={state}>
      <Icon size={13} aria-hidden className={state === 'running' ? 'turning' : ''} />
      {t(`simulations.state.${state}`)}
    </span>
  );
};

/** How many days are done: as a bar, and in words. */
export const RunProgress = ({ run }: { readonly run: Simulation }): ReactNode => {
  const { t } = useTranslation();
  const text = t('simulations.progress', { done: run.runsDone, total: run.runs });
  return (
    <span className="run-progress">
      <progress max={run.runs} value={run.runsDone} aria-label={text} />
      <span className="dim number">{text}</span>
    </span>
  );
};

interface RunListProps {
  readonly runs: readonly Simulation[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** Every run, and how far it is. */
export const RunList = ({ runs, chosen, onChoose }: RunListProps): ReactNode => {
  const { t, i18n } = useTranslation();
  return (
    <ul className="run-list" aria-label={t('simulations.list')}>
      {runs.map((run) => (
        <li key={run.id}>
          <button type="button" aria-pressed={run.id === chosen} data-run={run.id} onClick={() => onChoose(run.id)}>
            <span className="run-title">
              <strong className="clip">{run.title}</strong>
              <RunBadge state={run.state} />
            </span>
            <span className="dim number">{dayAndTime(i18n.language, run.createdAt)}</span>
            <span className="run-level">
              <RunProgress run={run} />
              <span className="number">{estimated(i18n.language, 'share', run.serviceLevel)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertIcon, Check, TargetIcon, WarnIcon } from '../parts/icons.tsx';
import { numberText } from '../words/number.ts';
import { clockOf } from '../words/time.ts';
import { levelOf, type Level } from './targets.ts';
import type { QueueState } from './use-queues.ts';
import { WaitingLine } from './waiting-line.tsx';

const worst = (levels: readonly Level[]): Level =>
  (['breach', 'warn', 'ok'] as const).find((level) => levels.includes(level)) ?? 'none';

/** One queue: what is, what should be, and how it went in the last half hour. */
export const QueueCard = ({
  queue,
  onTargets,
}: {
  readonly queue: QueueState;
  readonly onTargets: () => void;
}): ReactNode => {
  const { t, i18n } = useTranslation();
  const { targets, serviceLevel } = queue;
  const waiting = levelOf('most', queue.waiting, targets.maxWaiting);
  const longest = levelOf('most', queue.longestMs, targets.maxWaitSeconds * 1_000);
  const level = serviceLevel === null ? 'none' : levelOf('least', serviceLevel * 100, targets.minLevelPercent);
  return (
    <li className="panel queue-card" data-level={worst([waiting, longest, level])}>
      <header>
        <h3 className="clip">{queue.name}</h3>
        <span className="dim number">
          {t('wall.talking')} {queue.talking}
        </span>
        <button
          type="button"
          className="tool"
          aria-label={t('wall.thresholdsTitle', { queue: queue.name })}
          data-tip={t('wall.thresholds')}
          onClick={onTargets}
        >
          <TargetIcon size={15} aria-hidden />
        </button>
      </header>
      <dl>
        <Value
          name={t('wall.waiting')}
          value={numberText(i18n.language, queue.waiting)}
          target={t('figures.atMost', { value: targets.maxWaiting })}
          level={waiting}
        />
        <Value
          name={t('wall.longest')}
          value={clockOf(queue.longestMs)}
          target={t('figures.atMost', { value: clockOf(targets.maxWaitSeconds * 1_000) })}
          level={longest}
        />
        <Value
          name={t('wall.level')}
          value={serviceLevel === null ? '–' : `${Math.round(serviceLevel * 100)} %`}
          target={t('figures.atLeast', { value: `${targets.minLevelPercent} %` })}
          level={level}
        />
      </dl>
      <WaitingLine queue={queue.id} target={targets.maxWaiting} />
    </li>
  );
};

const glyphs = { ok: Check, warn: WarnIcon, breach: AlertIcon } as const;
const tones = { ok: 'tone-good', warn: 'tone-warn', breach: 'tone-bad', none: 'dim' } as const;

interface ValueProps {
  readonly name: string;
  readonly value: string;
  readonly target: string;
  readonly level: Level;
}

const Value = ({ name, value, target, level }: ValueProps): ReactNode => {
  const { t } = useTranslation();
  const Glyph = level === 'none' ? null : glyphs[level];
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={`value number ${level === 'ok' ? '' : tones[level]}`}>{value}</span>
        <span className={`target number ${tones[level]}`}>
          {Glyph === null ? null : <Glyph size={13} aria-hidden />}
          {target}
          {level === 'none' ? null : <span className="unseen">{t(`figures.${level}`)}</span>}
        </span>
      </dd>
    </div>
  );
};

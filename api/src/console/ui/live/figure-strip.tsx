import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertIcon, Check, WarnIcon } from '../parts/icons.tsx';
import { agents } from '../service/live.ts';
import { levelOf, type Level } from '../wall/targets.ts';
import { useHouse } from '../wall/use-queues.ts';
import { numberText } from '../words/number.ts';
import { clockOf } from '../words/time.ts';
import type { Figures } from './figures.ts';

/** The few numbers that matter, each with its target, so that a glance says whether anything is wrong. */
export const FigureStrip = ({ figures }: { readonly figures: Figures }): ReactNode => {
  const { t, i18n } = useTranslation();
  const { targets, serviceLevel } = useHouse(figures);
  const number = (value: number): string => numberText(i18n.language, value);
  const level = serviceLevel === null ? '–' : `${Math.round(serviceLevel * 100)} %`;
  return (
    <dl className="figure-strip" aria-label={t('figures.label')}>
      <Figure
        name={t('figures.waiting')}
        value={number(figures.waiting)}
        target={t('figures.atMost', { value: targets.maxWaiting })}
        level={levelOf('most', figures.waiting, targets.maxWaiting)}
      />
      <Figure
        name={t('figures.longest')}
        value={clockOf(figures.longestMs)}
        target={t('figures.atMost', { value: clockOf(targets.maxWaitSeconds * 1_000) })}
        level={levelOf('most', figures.longestMs, targets.maxWaitSeconds * 1_000)}
      />
      <Figure
        name={t('figures.serviceLevel')}
        value={level}
        target={t('figures.atLeast', { value: `${targets.minLevelPercent} %` })}
        level={serviceLevel === null ? 'none' : levelOf('least', serviceLevel * 100, targets.minLevelPercent)}
      />
      <Figure name={t('figures.talking')} value={number(figures.talking)} level="none" />
      <Figure name={t('figures.held')} value={number(figures.held)} level="none" />
      <Figure
        name={t('figures.free')}
        value={number(figures.free)}
        target={t('figures.of', { count: agents.size })}
        level="none"
      />
      <Figure
        name={t('figures.unconfirmed')}
        value={number(figures.unconfirmed)}
        level={figures.unconfirmed > 0 ? 'warn' : 'none'}
      />
    </dl>
  );
};

const glyphs = { ok: Check, warn: WarnIcon, breach: AlertIcon } as const;
const tones = { ok: 'tone-good', warn: 'tone-warn', breach: 'tone-bad', none: '' } as const;

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly target?: string;
  readonly level: Level;
}

const Figure = ({ name, value, target, level }: FigureProps): ReactNode => {
  const { t } = useTranslation();
  const Glyph = level === 'none' ? null : glyphs[level];
  return (
    <div className="figure" data-level={level}>
      <dt>{name}</dt>
      <dd>
        <span className={`value number ${level === 'ok' ? '' : tones[level]}`}>{value}</span>
        {target === undefined && level === 'none' ? null : (
          <span className={`target ${tones[level]}`}>
            {Glyph === null ? null : <Glyph size={13} aria-hidden />}
            <span className="number">{target ?? ''}</span>
            {level === 'none' ? null : <span className="unseen">{t(`figures.${level}`)}</span>}
          </span>
        )}
      </dd>
    </div>
  );
};

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceNow } from '../state/clock.ts';
import { useStore } from '../state/store.ts';
import { timeOfDay } from '../words/time.ts';
import { samples, spanMs, type Sample } from './history.ts';

const width = 300;
const height = 44;
/** A pause longer than that was not counted, and is not drawn. */
const gapMs = 20_000;

/** How many waited over the last half hour, with the target as a line of its own. */
export const WaitingLine = ({ queue, target }: { readonly queue: string; readonly target: number }): ReactNode => {
  const { t, i18n } = useTranslation();
  const line = useStore(samples).get(queue) ?? [];
  const most = Math.max(target, ...line.map(({ waiting }) => waiting));
  const top = Math.max(1, most) * 1.15;
  const end = line.at(-1)?.at ?? serviceNow();
  const first = line[0];
  // What has been counted so far fills the width, up to the half hour.
  const shownMs = Math.min(spanMs, Math.max(2 * 60_000, end - (first?.at ?? end)));
  const x = (at: number): number => width - ((end - at) / shownMs) * width;
  const y = (waiting: number): number => height - 1 - (waiting / top) * (height - 2);
  const peak = Math.max(0, ...line.map(({ waiting }) => waiting));
  const stretches = stretchesOf(line);
  return (
    <figure className="waiting-line">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('wall.line', { max: peak })}
      >
        <line x1="0" x2={width} y1={y(target)} y2={y(target)} className="target" />
        {stretches.map((stretch) => {
          const path = stepsOf(stretch, x, y);
          const [from, to] = [stretch[0]?.at ?? end, stretch.at(-1)?.at ?? end];
          return (
            <g key={from}>
              <path d={`${path}V${height}H${x(from)}Z`} className="area" />
              <path d={path} className={to === end ? 'line' : 'line old'} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>{t('wall.lineSince', { time: timeOfDay(i18n.language, end - shownMs).slice(0, 5) })}</span>
        <span>{t('time.now')}</span>
      </figcaption>
    </figure>
  );
};

const stretchesOf = (line: readonly Sample[]): readonly (readonly Sample[])[] => {
  const stretches: Sample[][] = [];
  for (const sample of line) {
    const open = stretches.at(-1);
    const before = open?.at(-1);
    if (open === undefined || before === undefined || sample.at - before.at > gapMs) stretches.push([sample]);
    else open.push(sample);
  }
  return stretches;
};

/** As steps: between two counts nobody knows of a slope. */
const stepsOf = (line: readonly Sample[], x: (at: number) => number, y: (waiting: number) => number): string =>
  line
    .map(({ at, waiting }, n) =>
      n === 0 ? `M${round(x(at))},${round(y(waiting))}` : `H${round(x(at))}V${round(y(waiting))}`,
    )
    .join('');

const round = (n: number): number => Math.round(n * 10) / 10;

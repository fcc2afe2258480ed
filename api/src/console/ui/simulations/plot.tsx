import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '../service/client.ts';
import { numberText } from '../words/number.ts';
import { estimated, type Unit } from './figures.ts';

type HalfHour = Report['halfHours'][number];
/** What is drawn over the day. */
export type Drawn = Exclude<keyof HalfHour, 'from'>;

const width = 300;
const height = 136;
const edge = { left: 40, right: 8, top: 8, bottom: 22 } as const;
/** So many times of day can be written below. */
const mostTimes = 6;

interface PlotProps {
  readonly drawn: Drawn;
  readonly unit: Unit;
  readonly halfHours: readonly HalfHour[];
}

/** One figure over the day: the mean over the runs as a line, its 95 % confidence interval as a band around it. */
export const Plot = ({ drawn, unit, halfHours }: PlotProps): ReactNode => {
  const { t, i18n } = useTranslation();
  const points = halfHours.map((halfHour) => ({
    from: halfHour.from,
    estimate: halfHour[drawn],
    ...boundsOf(halfHour[drawn], unit),
  }));
  const top = unit === 'share' ? 1 : roundTop(Math.max(0, ...points.map(({ high }) => high ?? 0)));
  const step = (width - edge.left - edge.right) / Math.max(1, points.length);
  const x = (n: number): number => edge.left + (n + 0.5) * step;
  const y = (value: number): number => height - edge.bottom - (value / top) * (height - edge.top - edge.bottom);
  const name = t(`simulations.drawn.${drawn}`);
  const every = Math.ceil(points.length / mostTimes);
  const said = points.map(({ from, estimate }) => `${from} ${estimated(i18n.language, unit, estimate)}`).join(', ');
  return (
    <figure className="panel plot">
      <figcaption>{name}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${name}: ${said}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={edge.left} x2={width - edge.right} y1={y(share * top)} y2={y(share * top)} className="rule" />
            <text x={edge.left - 7} y={y(share * top) + 4} className="tick end">
              {tickText(i18n.language, unit, share * top)}
            </text>
          </g>
        ))}
        {points.map(({ from }, n) =>
          n % every === 0 ? (
            <text key={from} x={x(n)} y={height - 7} className="tick middle">
              {from}
            </text>
          ) : null,
        )}
        {stretchesOf(points).map((stretch) => (
          <g key={stretch[0]?.n}>
            <path d={bandOf(stretch, x, y)} className="band" />
            <path d={lineOf(stretch.map(({ n, mean }) => [x(n), y(mean)]))} className="mean" />
          </g>
        ))}
        {points.map(({ from, estimate, mean }, n) => (
          <g key={from} data-tip={`${from}: ${estimated(i18n.language, unit, estimate)}`} className="point">
            <rect x={x(n) - step / 2} width={step} y={edge.top} height={height - edge.top - edge.bottom} />
            {mean === null ? null : <circle cx={x(n)} cy={y(mean)} r={2.5} />}
          </g>
        ))}
      </svg>
    </figure>
  );
};

interface Bounds {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** No count is below nothing, and no share above all. */
const boundsOf = ({ mean, halfWidth }: HalfHour[Drawn], unit: Unit): Bounds => {
  if (mean === null) return { mean, low: null, high: null };
  const by = halfWidth ?? 0;
  return { mean, low: Math.max(0, mean - by), high: unit === 'share' ? Math.min(1, mean + by) : mean + by };
};

interface Known {
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Half-hours that follow one another and have a figure: where there is none, nothing is drawn. */
const stretchesOf = (points: readonly Bounds[]): readonly (readonly Known[])[] => {
  const stretches: Known[][] = [];
  let open: Known[] | null = null;
  for (const [n, { mean, low, high }] of points.entries()) {
    if (mean === null || low === null || high === null) {
      open = null;
      continue;
    }
    if (open === null) stretches.push((open = []));
    open.push({ n, mean, low, high });
  }
  return stretches;
};

const lineOf = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');

const bandOf = (stretch: readonly Known[], x: (n: number) => number, y: (value: number) => number): string => {
  const above = stretch.map(({ n, high }) => [x(n), y(high)] as const);
  const below = stretch.map(({ n, low }) => [x(n), y(low)] as const).reverse();
  return `${lineOf([...above, ...below])}Z`;
};

/** The next of 1, 2, 4, 6, 8 times a power of ten, whose half is a round number, too. */
const roundTop = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 8, 10].find((times) => times * power >= value) ?? 10) * power;
};

const tickText = (lang: string, unit: Unit, value: number): string =>
  unit === 'share' ? `${numberText(lang, value * 100)} %` : numberText(lang, value, Number.isInteger(value) ? 0 : 1);

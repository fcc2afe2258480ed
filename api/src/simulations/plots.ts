import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { IntervalEstimate } from './estimates.ts';

type Drawn = 'serviceLevel' | 'offered' | 'abandoned' | 'meanWaiting';

const titles: Readonly<Record<Drawn, string>> = {
  serviceLevel: 'Service level, by half-hour',
  offered: 'Calls that came in, by half-hour',
  abandoned: 'Callers who left, by half-hour',
  meanWaiting: 'How many waited on average, by half-hour',
};

/** Plots of a day as SVG, with the confidence intervals as bands; each says in words what it shows. */
export const drawPlots = (intervals: readonly IntervalEstimate[]): Promise<string> =>
  svgOf({
    vconcat: (Object.keys(titles) as Drawn[]).map((drawn) => plotOf(drawn, intervals)),
    background: 'white',
    config: { font: 'sans-serif' },
  });

const svgOf = (spec: TopLevelSpec): Promise<string> =>
  new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();

const plotOf = (drawn: Drawn, intervals: readonly IntervalEstimate[]) => {
  const values = intervals.map((interval) => {
    const { mean, halfWidth } = interval[drawn];
    const width = halfWidth ?? 0;
    return {
      from: interval.from,
      mean,
      low: mean === null ? null : Math.max(0, mean - width),
      high: mean === null ? null : mean + width,
    };
  });
  const x = { field: 'from', type: 'ordinal' as const, title: 'Time of day' };
  const scale = drawn === 'serviceLevel' ? { domain: [0, 1], clamp: true } : { zero: true };
  const axis = drawn === 'serviceLevel' ? { format: '%' } : {};
  const y = { type: 'quantitative' as const, title: titles[drawn].split(',')[0] ?? '', scale, axis };
  return {
    title: titles[drawn],
    description: `${titles[drawn]}: ${values.map(({ from, mean }) => `${from} ${mean === null ? 'none' : mean.toFixed(2)}`).join(', ')}`,
    width: 640,
    height: 140,
    data: { values },
    layer: [
      {
        mark: { type: 'area' as const, opacity: 0.25, description: '95 % confidence interval' },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'line' as const, point: true, description: 'mean over the runs' },
        encoding: { x, y: { ...y, field: 'mean' } },
      },
    ],
  };
};

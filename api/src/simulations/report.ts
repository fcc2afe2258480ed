import { html, raw } from 'hono/html';
import {
  definitions,
  estimated,
  estimateOf,
  intervalsOf,
  type Estimate,
  type Estimated,
  type IntervalEstimate,
} from './estimates.ts';
import { drawPlots } from './plots.ts';
import type { Simulation } from './simulation.ts';

/** What the runs of a simulation came to, together. */
export interface Report {
  readonly id: string;
  readonly title: string;
  readonly state: Simulation['state'];
  readonly seed: number;
  readonly runs: number;
  readonly runsDone: number;
  readonly figures: Readonly<Record<Estimated, Estimate>>;
  readonly halfHours: readonly IntervalEstimate[];
  readonly definitions: Readonly<Record<Estimated, string>>;
}

export const reportOf = ({ id, title, state, seed, runs, results }: Simulation): Report => ({
  id,
  title,
  state,
  seed,
  runs,
  runsDone: results.length,
  figures: Object.fromEntries(
    estimated.map((name) => [name, estimateOf(results.map((result) => result[name]))]),
  ) as Readonly<Record<Estimated, Estimate>>,
  halfHours: intervalsOf(results),
  definitions,
});

export const svgOf = ({ halfHours }: Report): Promise<string> => drawPlots(halfHours);

const headings: Readonly<Record<Estimated, string>> = {
  offered: 'Offered',
  served: 'Served',
  abandoned: 'Abandoned',
  turnedAway: 'Turned away',
  serviceLevel: 'Service level',
  shareAbandoned: 'Share abandoned',
  meanWaitMs: 'Mean wait',
  p90WaitMs: '90 % waited no longer than',
  meanTalkMs: 'Mean talk',
  occupancy: 'Occupancy',
};
const shares: ReadonlySet<Estimated> = new Set<Estimated>(['serviceLevel', 'shareAbandoned', 'occupancy']);
const durations: ReadonlySet<Estimated> = new Set<Estimated>(['meanWaitMs', 'p90WaitMs', 'meanTalkMs']);

/** The report as a page without scripts. */
export const pageOf = async (report: Report): Promise<string> => {
  const svg = await svgOf(report);
  return String(
    await html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>${report.title}</title>
          <style>
            body {
              font: 16px/1.5 sans-serif;
              max-width: 50rem;
              margin: 2rem auto;
              padding: 0 1rem;
              color: #111;
              background: #fff;
            }
            table {
              border-collapse: collapse;
            }
            th,
            td {
              text-align: left;
              padding: 0.25rem 1rem 0.25rem 0;
              vertical-align: top;
            }
            svg {
              max-width: 100%;
              height: auto;
            }
          </style>
        </head>
        <body>
          <h1>${report.title}</h1>
          <p>
            ${report.runsDone} of ${report.runs} runs, seeds from ${report.seed}. ± is half the width of the 95 %
            confidence interval.
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">Figure</th>
                <th scope="col">Mean ±</th>
                <th scope="col">How it is defined</th>
              </tr>
            </thead>
            <tbody>
              ${estimated.map(
                (name) =>
                  html`<tr>
                    <th scope="row">${headings[name]}</th>
                    <td>${textOf(name, report.figures[name])}</td>
                    <td>${definitions[name]}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
          ${raw(svg)}
        </body>
      </html>`,
  );
};

const textOf = (name: Estimated, { mean, halfWidth }: Estimate): string => {
  if (mean === null) return 'none';
  const shown = (value: number): string => {
    if (shares.has(name)) return `${(value * 100).toFixed(1)} %`;
    return durations.has(name) ? `${(value / 1_000).toFixed(1)} s` : value.toFixed(1);
  };
  return halfWidth === null ? shown(mean) : `${shown(mean)} ± ${shown(halfWidth)}`;
};

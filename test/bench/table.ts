import type { Figure, Row } from './figure.ts';

/** The figures as text: one line for each row, then what else there is to know. */
export const tableOf = (figures: readonly Figure<string>[]): string => figures.map(figureText).join('\n\n');

const figureText = ({ title, rows, notes }: Figure<string>): string => {
  const cells = rows.map((row) => [
    row.what,
    `${round(row.value)} ${row.unit}`,
    `${row.baseline.what}: ${round(row.baseline.value)}`,
    figureOf(row),
    verdictOf(row),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map(
    (line) =>
      `  ${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
  );
  return [title, ...lines, ...notes.map((note) => `  ${note}`)].join('\n');
};

const figureOf = ({ figure, target }: Row): string => {
  if (target?.of === 'value') return '';
  return target?.of === '|z|' ? `|z| = ${round(figure)}` : `${round(figure)} ×`;
};

/** Whether the target is reached; where it is missed, how many times over. */
const verdictOf = ({ figure, target, isMet }: Row): string => {
  if (target === null) return '';
  const wanted = `${target.bound} ${target.than.toLocaleString('en')}${target.of.includes('÷') ? ' ×' : ''}`;
  if (isMet === true) return `${wanted}: reached`;
  const off = target.bound === 'at least' ? target.than / figure : figure / target.than;
  return `${wanted}: missed by a factor of ${round(off)}`;
};

/** Three figures are as many as such a measurement can bear. */
const round = (number: number): string =>
  Number(number.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });

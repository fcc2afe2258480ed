import type { Summary } from './summary.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const [SHORTEST_BAR, LONGEST_BAR] = [4, 24];
/** What stands beside the two bars of a line. */
const BESIDE = 28;

/** The day by half hours: how many waited on average, and how much of the service level was kept, as bars. */
export function dayChart(halfHours: Summary['halfHours'], pageWidth: number): string {
  const width = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, Math.floor((pageWidth - BESIDE) / 2)));
  const most = Math.max(1, ...halfHours.map(({ meanWaiting }) => meanWaiting ?? 0));
  const head = `${'from'.padEnd(6)}${'calls'.padStart(6)}  ${'waiting'.padEnd(width + 6)}  service level`;
  const rows = halfHours.map(({ from, offered, meanWaiting, serviceLevel }) => {
    const waiting = meanWaiting ?? 0;
    const level =
      serviceLevel === null ? '' : `${bar(serviceLevel, width).padEnd(width)} ${Math.round(serviceLevel * 100)} %`;
    const count = waiting.toFixed(1).padStart(5);
    return `${from.padEnd(6)}${String(offered).padStart(6)}  ${bar(waiting / most, width).padEnd(width)} ${count}  ${level}`.trimEnd();
  });
  return [head, '─'.repeat(Math.min(pageWidth, BESIDE + 2 * width)), ...rows].join('\n');
}

/** A bar of up to `width` characters, exact to an eighth of one. */
function bar(share: number, width: number): string {
  const parts = Math.round(share * width * 8);
  return `${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8] ?? ''}`;
}

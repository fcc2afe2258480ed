import type { Summary } from './summary.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const WIDTH = 24;

/** The day by half hours: how many waited on average, and how much of the service level was kept, as bars. */
export function dayChart(halfHours: Summary['halfHours']): string {
  const most = Math.max(1, ...halfHours.map(({ meanWaiting }) => meanWaiting ?? 0));
  const head = `${'from'.padEnd(6)}${'calls'.padStart(6)}  ${'waiting'.padEnd(WIDTH + 6)}  service level`;
  const rows = halfHours.map(({ from, offered, meanWaiting, serviceLevel }) => {
    const waiting = meanWaiting ?? 0;
    const level = serviceLevel === null ? '' : `${bar(serviceLevel).padEnd(WIDTH)} ${Math.round(serviceLevel * 100)} %`;
    const count = waiting.toFixed(1).padStart(5);
    return `${from.padEnd(6)}${String(offered).padStart(6)}  ${bar(waiting / most).padEnd(WIDTH)} ${count}  ${level}`.trimEnd();
  });
  return [head, '─'.repeat(6 + 6 + 2 + WIDTH + 6 + 2 + WIDTH + 6), ...rows].join('\n');
}

/** A bar of up to WIDTH characters, exact to an eighth of one. */
function bar(share: number): string {
  const parts = Math.round(share * WIDTH * 8);
  return `${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8] ?? ''}`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const bank = readFileSync(join(import.meta.dirname, '../../sim/scenarios/bank.yaml'), 'utf8');

/**
 * Two hours of the bank's day, late in the morning, with two supervisors who step in all the time and telephones and events that go wrong
 * often: everything a day can show in a second. The text of a scenario.
 */
export function shortDay(): string {
  const text = [
    ["from: '06:30' ", "from: '10:00' "],
    ["  to: '24:00' ", "  to: '12:00' "],
    ['shifts: [07:00-11:30, 12:00-16:00]', 'shifts: [10:00-12:00]'],
    ['shifts: [14:00-19:00, 19:30-24:00]', 'shifts: [10:00-12:00]'],
    ['    monitor: 6', '    monitor: 20'],
    ['    whisper: 2', '    whisper: 20'],
    ['    barge: 1', '    barge: 15'],
    ['    takeover: 1', '    takeover: 15'],
    ['    transfer: 1', '    transfer: 15'],
    ['    stop: 0.7', '    stop: 10'],
    ['  staysMs: { kind: lognormal, meanMs: 60000', '  staysMs: { kind: lognormal, meanMs: 25000'],
    ['holdShare: 0.08', 'holdShare: 0.3'],
    ['  transferShare: 0.02', '  transferShare: 0.1'],
    ['consultShare: 0.02', 'consultShare: 0.15'],
    ['    missShare: 0.01\n', '    missShare: 0.08\n'],
  ].reduce((changed, [from = '', to = '']) => replaced(changed, from, to), bank);
  return text
    .split('\n')
    .filter((line) => !/^ {4}'\d\d:\d\d': \[/.test(line) || /'1[01]:/.test(line))
    .join('\n');
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the scenario of the bank has no ${JSON.stringify(from)} any more`);
  return text.replace(from, to);
}

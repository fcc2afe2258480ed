import { settingsSchema } from '@legwork/api';
import { expect, test } from 'vitest';
import { createRateLimits } from '../../api/src/auth/limits.ts';

const settings = settingsSchema.parse({ limits: { requestsPerMinute: 2, failuresPerMinute: 2 } });
const MINUTE_MS = 60_000;

const openLimits = () => {
  const time = { ms: 0 };
  return { time, limits: createRateLimits(settings, () => time.ms) };
};
const tooMany = (seconds: number): unknown =>
  expect.objectContaining({
    problem: expect.objectContaining({ reason: 'tooMany' }) as unknown,
    headers: { 'Retry-After': `${seconds}` },
  });

test('whoever asks too often is told for how long to wait: until a minute after their first', () => {
  const { time, limits } = openLimits();
  limits.ask('minh');
  time.ms = 20_000;
  limits.ask('minh');
  expect(() => limits.ask('minh')).toThrow(tooMany(40));
  limits.ask('hoa');
  time.ms = MINUTE_MS;
  limits.ask('minh');
  limits.ask('minh');
  expect(() => limits.ask('minh')).toThrow(tooMany(60));
});

test('an address that was wrong too often is not heard until its minute is over, whatever others do', () => {
  const { time, limits } = openLimits();
  limits.wrong('10.0.0.1');
  limits.admit('10.0.0.1');
  limits.wrong('10.0.0.1');
  expect(() => limits.admit('10.0.0.1')).toThrow(tooMany(60));
  limits.admit('10.0.0.2');
  time.ms = MINUTE_MS - 1;
  expect(() => limits.wrong('10.0.0.1')).toThrow(tooMany(1));
  time.ms = MINUTE_MS;
  limits.admit('10.0.0.1');
});

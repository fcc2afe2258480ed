import type { TimeSource } from '@legwork/sim';
import { expect, test } from 'vitest';
import { createAsteriskTwin } from '../../sim/src/twins/asterisk/index.ts';

/** The time of a busy machine: its clock goes on within a step, and its timers count from when the step began. */
function busyTime(): TimeSource & { pass(ms: number): void } {
  let stepAt = 0;
  let clock = 0;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now() {
      clock += 1;
      return clock;
    },
    after(ms, run) {
      const wait = { at: stepAt + ms, run };
      due.push(wait);
      return () => {
        due = due.filter((other) => other !== wait);
      };
    },
    soon: (run) => void due.push({ at: stepAt, run }),
    pass(ms) {
      const until = stepAt + ms;
      for (;;) {
        const [next] = due.filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at);
        if (next === undefined) break;
        due = due.filter((other) => other !== next);
        stepAt = next.at;
        clock = Math.max(clock, stepAt);
        next.run();
      }
      stepAt = until;
    },
  };
}

test('whoever hangs up in a bridge is told to have asked for it before they leave, also by a busy machine', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const time = busyTime();
    const twin = createAsteriskTwin({ time, seed, answering: () => null });
    const told: string[] = [];
    twin.listen(
      { query: 'app=legwork' },
      { send: (text) => void told.push((JSON.parse(text) as { readonly type: string }).type), close: () => undefined },
    );
    const ask = (method: string, url: string): void =>
      twin.request({ method, url: `${url}&api_key=legwork:loopback`, authorization: '', body: '' }, () => undefined);

    const channel = twin.call({ user: '0901', to: '1900' });
    time.pass(10);
    ask('POST', `/channels/${channel}/answer?`);
    ask('POST', '/bridges?bridgeId=b');
    ask('POST', `/bridges/b/addChannel?channel=${channel}`);
    time.pass(10);
    twin.hangUp(channel);
    time.pass(10);
    expect(told).toEqual([
      'StasisStart',
      'ChannelStateChange',
      'ChannelEnteredBridge',
      'ChannelHangupRequest',
      'ChannelLeftBridge',
      'StasisEnd',
    ]);
  }
});

test('a phone that is picked up before it has rung does not ring any more', () => {
  const time = busyTime();
  const twin = createAsteriskTwin({ time, answering: () => ({ kind: 'ringsOut' }) });
  twin.listen({ query: 'app=legwork' }, { send: () => undefined, close: () => undefined });
  const url = '/channels/a1?endpoint=PJSIP/agent&app=legwork&api_key=legwork:loopback';
  twin.request({ method: 'POST', url, authorization: '', body: '' }, () => undefined);
  expect(twin.answer('a1')).toBe(true);
  time.pass(100);
  expect(twin.channels().map(({ state }) => state)).toEqual(['Up']);
});

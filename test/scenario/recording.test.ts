import { expect } from 'vitest';
import { story } from '../support/story.ts';

story('a recording holds the parties and whoever barges in, never a whisper nor a monitor', (s) => {
  s.talking('lan');
  expect(s.try('record', { on: true, by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking recording on');
  for (const [mode, recorded] of [
    ['monitor', 'customer lan'],
    ['whisper', 'customer lan'],
    ['barge', 'customer lan minh'],
  ] as const) {
    if (s.seat('minh') === 'none') s.try('supervise', { supervisor: 'minh', mode });
    else s.try('switchMode', { seat: 'minh', mode });
    expect(s.seat('minh')).toBe(`present ${mode}`);
    expect(s.recorded(), mode).toBe(recorded);
  }
  expect(s.try('record', { on: false })).toBe('done');
  expect(s.recorded()).toBe('');
});

story('a held customer and a consult are not recorded', (s) => {
  s.talking('lan', 'mai');
  s.try('record', { on: true });
  s.try('hold');
  expect(s.recorded()).toBe('lan');
  s.try('resume');
  s.try('consult', { to: 'mai' });
  expect(s.recorded()).toBe('');
  s.try('complete');
  expect(s.stands()).toBe('talking recording on');
  expect(s.recorded()).toBe('customer mai');
});

for (const on of [true, false]) {
  const stands = on ? 'talking' : 'talking recording on';
  story(`a recording that the switch does not ${on ? 'start' : 'stop'} times out`, (s) => {
    s.talking('lan');
    if (!on) s.try('record', { on: true });
    s.loses('record');
    const command = s.ask('record', { on });
    expect(s.try('record', { on })).toBe('refused conflict recording');
    expect(s.outcome(command)).toBe('timedOut');
    expect(s.stands()).toBe(stands);
  });
  story(`a recording that is to ${on ? 'start' : 'stop'} is gone with the call`, (s) => {
    s.talking('lan');
    if (!on) s.try('record', { on: true });
    const command = s.ask('record', { on });
    s.hangsUp('customer');
    s.pass(3);
    expect(s.outcome(command)).toBe('callGone');
  });
}

story('a recording that the switch starts or stops by itself is believed', (s) => {
  s.talking('lan');
  s.world.feed({ type: 'record.started', switch: 'sim', basis: 'seen', call: s.call });
  expect(s.stands()).toBe('talking recording on');
  s.world.feed({ type: 'record.stopped', switch: 'sim', basis: 'seen', call: s.call });
  expect(s.stands()).toBe('talking');
});

story('a recording that the switch ends while it was to start has failed', (s) => {
  s.talking('lan');
  s.loses('record');
  const command = s.ask('record', { on: true });
  s.world.feed({ type: 'record.stopped', switch: 'sim', basis: 'seen', call: s.call });
  expect(s.outcome(command)).toBe('failed');
});

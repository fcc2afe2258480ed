import { expect } from 'vitest';
import { asId, type NativeId, type Output, type SwitchEffect, type SwitchEvent } from '@legwork/core';
import { story, type Story } from '../support/story.ts';

/** What a switch says of a leg twice, late, unasked or instead of doing what it was asked: each leg makes one plain story of it. */

/** Keeps every effect from now on. */
const effectsOf = (s: Story): readonly SwitchEffect[] => {
  const effects: SwitchEffect[] = [];
  s.world.onStep((_at, _input, outputs) => {
    for (const output of outputs) if (isOfSwitch(output)) effects.push(output);
  });
  return effects;
};
const isOfSwitch = (output: Output): output is SwitchEffect => 'op' in output;

type WithoutSwitch<E> = E extends SwitchEvent ? Omit<E, 'switch' | 'basis'> : never;
const says = (s: Story, event: WithoutSwitch<SwitchEvent>): void => {
  s.world.feed({ switch: s.world.switch.id, basis: 'seen', ...event });
  s.pass(0.001);
};
/** The switch says no to what it was asked last, instead of doing it. */
const refuses = (s: Story, effects: readonly SwitchEffect[], type: SwitchEffect['type'], native?: NativeId): void => {
  const last = effects.findLast((one) => one.type === type);
  if (last === undefined) throw new Error(`nobody asked for ${type}`);
  const of = native ?? ('native' in last ? last.native : undefined);
  says(s, {
    type: 'effect.refused',
    op: last.op,
    effect: type,
    reason: 'notPossible',
    ...(of === undefined ? {} : { native: of }),
  });
};
const countOf = (s: Story, type: Parameters<Story['told']>[0], leg: string): number =>
  s.told(type).filter((fact) => 'leg' in fact && fact.leg === s.leg(leg)).length;

story('a phone is told to ring once, to be answered once, and to end once, however often the switch says so', (s) => {
  s.ready('lan');
  s.arrive();
  s.pass(1);
  says(s, { type: 'leg.ringing', native: s.native('lan') });
  says(s, { type: 'leg.ringing', native: s.native('lan') });
  s.pass(5);
  says(s, { type: 'leg.ringing', native: s.native('lan') });
  says(s, { type: 'leg.answered', native: s.native('lan') });
  const [customer, lan] = [s.native('customer'), s.native('lan')];
  expect(s.stands()).toBe('talking');
  s.hangsUp('lan', 'customer');
  s.pass(1);
  says(s, { type: 'leg.ended', native: lan, cause: 'normal' });
  says(s, { type: 'leg.ended', native: customer, cause: 'normal' });
  const told = (type: 'leg.ringing' | 'leg.answered' | 'leg.ended') =>
    ['customer', 'lan'].map((who) => countOf(s, type, who));
  expect(told('leg.ringing')).toEqual([0, 1]);
  expect(told('leg.answered')).toEqual([1, 1]);
  expect(told('leg.ended')).toEqual([1, 1]);
});

story('where a leg is, is told when it is another place, and when it was asked for', (s) => {
  s.talking('lan');
  s.pass(1);
  const before = countOf(s, 'leg.placed', 'customer');
  says(s, { type: 'leg.placed', native: s.native('customer'), at: 'main' });
  expect(countOf(s, 'leg.placed', 'customer')).toBe(before);
  s.try('hold');
  s.try('resume');
  expect(
    s
      .told('leg.placed')
      .filter(({ leg }) => leg === s.leg('customer'))
      .map(({ place }) => place),
  ).toEqual(['treated', 'main', 'treated', 'main']);
});

story('a supervisor’s tap is told by whom it is on and how', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  const seat = s.told('seat.changed').at(-1)?.seat;
  says(s, { type: 'leg.placed', native: s.native('minh'), at: 'tap', target: s.native('lan'), mode: 'monitor' });
  s.try('switchMode', { seat: 'minh', mode: 'whisper' });
  s.try('leave', { seat: 'minh' });
  const placed = s.told('leg.placed').filter(({ leg }) => leg === s.leg('minh'));
  expect(placed.map(({ place, target, mode }) => [place, target, mode])).toEqual([
    ['tap', s.leg('lan'), 'monitor'],
    ['tap', s.leg('lan'), 'whisper'],
  ]);
  expect(seat).toBeDefined();
});

for (const [first, then] of [
  ['mute', 'unmute'],
  ['unmute', 'mute'],
] as const) {
  story(`while ${first} is under way, ${then} has to wait, and so has another ${first}`, (s) => {
    s.talking('lan');
    if (first === 'unmute') s.try('mute', { leg: 'lan' });
    s.loses('mute');
    const command = s.ask(first, { leg: 'lan' });
    expect(s.outcome(s.ask(then, { leg: 'lan' }))).toBe('refused conflict mute');
    expect(s.outcome(s.ask(first, { leg: 'lan' }))).toBe('refused conflict mute');
    s.pass(4.9);
    expect(s.outcome(command)).toBe('open');
    s.pass(0.2);
    expect(s.outcome(command)).toBe('timedOut');
  });
}

story('whoever is muted is muted already, and whoever is not cannot be unmuted', (s) => {
  s.talking('lan');
  expect(s.try('unmute', { leg: 'lan' })).toBe('refused alreadySo');
  expect(s.try('mute', { leg: 'lan' })).toBe('done');
  expect(s.try('mute', { leg: 'lan' })).toBe('refused alreadySo');
  expect(s.try('unmute', { leg: 'lan' })).toBe('done');
  expect(s.try('unmute', { leg: 'lan' })).toBe('refused alreadySo');
  expect(s.told('leg.muted').map(({ leg, on }) => [leg, on])).toEqual([
    [s.leg('lan'), true],
    [s.leg('lan'), false],
  ]);
});

story('a leg that the switch mutes unasked is believed to be muted, and told of once', (s) => {
  s.talking('lan');
  says(s, { type: 'leg.muted', native: s.native('customer'), on: true });
  says(s, { type: 'leg.muted', native: s.native('customer'), on: true });
  expect(s.told('leg.muted').map(({ leg, on }) => [leg, on])).toEqual([[s.leg('customer'), true]]);
  expect(s.try('mute', { leg: 'customer' })).toBe('refused alreadySo');
  says(s, { type: 'leg.muted', native: s.native('customer'), on: false });
  expect(s.told('leg.muted').map(({ on }) => on)).toEqual([true, false]);
  expect(s.outcome(s.ask('unmute', { leg: 'customer' }))).toBe('refused alreadySo');
});

story('word of an earlier unmute does not answer a mute', (s) => {
  s.talking('lan');
  s.loses('mute');
  const mute = s.ask('mute', { leg: 'lan' });
  says(s, { type: 'leg.muted', native: s.native('lan'), on: false });
  expect(s.outcome(mute)).toBe('open');
  expect(s.told('leg.muted')).toEqual([]);
  says(s, { type: 'leg.muted', native: s.native('lan'), on: true });
  expect(s.outcome(mute)).toBe('done');
});

for (const what of ['mute', 'unmute', 'digits'] as const) {
  story(`a ${what} that the switch refuses has failed, and changes nothing`, (s) => {
    s.talking('lan');
    if (what === 'unmute') s.try('mute', { leg: 'lan' });
    const told = s.told('leg.muted').length;
    const effects = effectsOf(s);
    const effect = what === 'digits' ? 'digits' : 'mute';
    s.loses(effect);
    const command = s.ask(what, what === 'digits' ? { leg: 'lan', digits: '7' } : { leg: 'lan' });
    // What it refuses besides is no answer to this.
    says(s, {
      type: 'effect.refused',
      op: asId('none'),
      effect: effect === 'mute' ? 'digits' : 'mute',
      native: s.native('lan'),
      reason: 'x',
    });
    says(s, {
      type: 'effect.refused',
      op: asId('late'),
      effect: 'dial',
      native: s.native('lan'),
      reason: 'notPossible',
    });
    expect(s.outcome(command)).toBe('open');
    refuses(s, effects, effect);
    expect(s.outcome(command)).toBe('failed');
    expect(s.told('leg.muted')).toHaveLength(told);
    s.loses();
    s.pass(6);
    expect(s.told('command.resolved').filter(({ command: one }) => one === command)).toHaveLength(1);
    expect(s.try(what, what === 'digits' ? { leg: 'lan', digits: '7' } : { leg: 'lan' })).toBe('done');
  });
}

story('digits go out one request at a time', (s) => {
  s.talking('lan');
  s.loses('digits');
  const first = s.ask('digits', { leg: 'customer', digits: '1' });
  expect(s.outcome(s.ask('digits', { leg: 'customer', digits: '2' }))).toBe('refused conflict digits');
  expect(s.outcome(s.ask('digits', { leg: 'lan', digits: '3' }))).toBe('open');
  s.pass(4.9);
  expect(s.outcome(first)).toBe('open');
  s.pass(0.2);
  expect(s.outcome(first)).toBe('timedOut');
});

for (const what of ['mute', 'unmute', 'digits'] as const) {
  story(`nobody asks for ${what} of a phone that only rings, nor of one that is to end`, (s) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.pass(1);
    const how = (leg: string) => (what === 'digits' ? { leg, digits: '1' } : { leg });
    expect(s.outcome(s.ask(what, how('lan')))).toBe('refused notNow');
    s.loses('hangUp');
    s.ask('stop');
    expect(s.outcome(s.ask(what, how('customer')))).toBe('refused notNow');
    s.pass(1);
    s.loses();
  });
}

story('a mute or digits under way are gone when the leg is asked to end', (s) => {
  s.talking('lan');
  s.loses('mute', 'digits', 'hangUp');
  const mute = s.ask('mute', { leg: 'lan' });
  const digits = s.ask('digits', { leg: 'lan', digits: '1' });
  s.ask('stop');
  s.pass(0.1);
  expect([s.outcome(mute), s.outcome(digits)]).toEqual(['callGone', 'callGone']);
});

story('what happens to a leg that was asked to end is told until it has ended', (s) => {
  s.talking('lan');
  s.pass(1);
  s.loses('hangUp');
  s.ask('stop');
  const before = s.told('leg.placed').length;
  says(s, { type: 'leg.placed', native: s.native('lan'), at: 'treated' });
  says(s, { type: 'leg.placed', native: s.native('lan'), at: 'treated' });
  expect(
    s
      .told('leg.placed')
      .slice(before)
      .map(({ place }) => place),
  ).toEqual(['treated']);
  says(s, { type: 'leg.muted', native: s.native('lan'), on: true });
  says(s, { type: 'leg.muted', native: s.native('lan'), on: true });
  expect(s.told('leg.muted').map(({ leg, on }) => [leg, on])).toEqual([[s.leg('lan'), true]]);
});

story('a phone that is picked up after it was asked to end is asked again at once', (s) => {
  s.phones({ lan: 'ringsOut' });
  s.ready('lan');
  s.arrive();
  s.pass(1);
  const effects = effectsOf(s);
  s.loses('hangUp');
  s.ask('stop');
  const asked = () =>
    effects.filter(
      ({ type, ...effect }) => type === 'hangUp' && 'native' in effect && effect.native === s.native('lan'),
    ).length;
  expect(asked()).toBe(1);
  says(s, { type: 'leg.answered', native: s.native('lan') });
  expect(asked()).toBe(2);
  expect(s.told('leg.answered').map(({ leg }) => leg)).not.toContain(s.leg('lan'));
});

story('a leg is asked to end for the reason that we have, and that is the reason it ended for', (s) => {
  const effects = effectsOf(s);
  s.phones({ mai: 'ringsOut' });
  s.talking('lan', 'mai');
  // Called off: the transfer is cancelled while mai's phone rings.
  s.ask('transfer', { to: 'mai' });
  s.pass(1);
  s.try('cancel');
  // A conversation that is ended by command.
  s.try('stop');
  const causes = Object.fromEntries(
    effects.flatMap((effect) => (effect.type === 'hangUp' ? [[effect.native, effect.cause] as const] : [])),
  );
  expect(causes).toEqual({
    [s.native('mai')]: 'cancelled',
    [s.native('lan')]: 'normal',
    [s.native('customer')]: 'normal',
  });
  const ended = Object.fromEntries(s.told('leg.ended').map(({ leg, cause }) => [leg, cause]));
  expect(ended).toEqual({ [s.leg('mai')]: 'cancelled', [s.leg('lan')]: 'normal', [s.leg('customer')]: 'normal' });
});

for (const cause of ['lost', 'busy', 'normal'] as const) {
  story(`a leg that ends by itself has ended for the reason that the switch gives: ${cause}`, (s) => {
    s.talking('lan');
    const leg = s.leg('lan');
    says(s, { type: 'leg.ended', native: s.native('lan'), cause });
    expect(s.told('leg.ended')).toMatchObject([{ leg, cause }]);
  });
}

story('a phone that rings too long is called off as not answered, while the switch still rings it', (s) => {
  const effects = effectsOf(s);
  s.phones({ lan: 'ringsOut' });
  s.ready('lan');
  s.loses('leg.ended');
  s.arrive();
  s.pass(22.9);
  expect(effects.filter(({ type }) => type === 'hangUp')).toEqual([]);
  s.pass(0.5);
  expect(effects.filter(({ type }) => type === 'hangUp')).toMatchObject([
    { native: s.native('lan'), cause: 'noAnswer' },
  ]);
  s.loses();
  s.pass(10);
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('lan'), cause: 'noAnswer' }]);
  expect(s.agent('lan')).toBe('away missed');
});

story('a phone of which nothing is heard, not even that it rings, is called off in the same time', (s) => {
  const effects = effectsOf(s);
  s.phones({ lan: 'ringsOut' });
  s.ready('lan');
  s.loses('leg.ended', 'leg.ringing');
  s.arrive();
  s.pass(23.4);
  expect(s.told('leg.ringing')).toEqual([]);
  expect(effects.filter(({ type }) => type === 'hangUp')).toMatchObject([
    { native: s.native('lan'), cause: 'noAnswer' },
  ]);
  s.loses();
  s.pass(10);
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('lan'), cause: 'noAnswer' }]);
});

story('a phone that the switch will not dial is unreachable, and never rang', (s) => {
  const effects = effectsOf(s);
  s.loses('dial');
  s.ready('lan');
  s.arrive();
  s.until(() => s.stands() === 'offering');
  s.pass(0.1);
  // It does not send digits either: that has nothing to do with the dialling.
  says(s, { type: 'effect.refused', op: asId('none'), effect: 'digits', native: s.native('lan'), reason: 'x' });
  expect(s.agent('lan')).toBe('reserved');
  refuses(s, effects, 'dial');
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('lan'), cause: 'unreachable' }]);
  expect(effects.filter(({ type }) => type === 'hangUp')).toEqual([]);
  expect(s.agent('lan')).toBe('away missed');
  expect(s.stands()).toBe('queued');
});

story('a customer whom the switch will not answer is let go', (s) => {
  const effects = effectsOf(s);
  s.loses('answer');
  s.arrive();
  s.pass(0.1);
  says(s, { type: 'effect.refused', op: asId('none'), effect: 'digits', native: s.native('customer'), reason: 'x' });
  expect(effects.filter(({ type }) => type === 'hangUp')).toEqual([]);
  refuses(s, effects, 'answer');
  expect(effects.filter(({ type }) => type === 'hangUp')).toMatchObject([
    { native: s.native('customer'), cause: 'normal' },
  ]);
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
});

story(
  'an answer that is never seen is waited for as long as a phone may ring, and then the customer is let go',
  (s) => {
    const effects = effectsOf(s);
    s.loses('answer', 'hangUp');
    s.arrive();
    s.pass(32.9);
    expect(effects.filter(({ type }) => type === 'hangUp')).toEqual([]);
    s.pass(0.3);
    expect(effects.filter(({ type }) => type === 'hangUp')).toMatchObject([
      { native: s.native('customer'), cause: 'noAnswer' },
    ]);
    expect(s.told('leg.ended')).toEqual([]);
  },
);

story('a leg that answers on its third request to end is not given up', (s) => {
  s.talking('lan');
  s.loses('hangUp');
  s.ask('stop');
  s.pass(9);
  s.loses();
  s.pass(5);
  expect(s.told('leg.orphaned')).toEqual([]);
  expect(s.told('leg.ended')).toHaveLength(2);
  s.pass(30);
  expect(s.told('leg.orphaned')).toEqual([]);
});

story('a phone that is called off before it rings has ended as called off, whatever the switch says of it', (s) => {
  s.talking('lan', 'mai');
  s.ask('transfer', { to: 'mai' });
  s.loses('leg.ringing', 'hangUp');
  s.ask('cancel');
  s.pass(1);
  says(s, { type: 'leg.ended', native: s.native('mai'), cause: 'unreachable' });
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('mai'), cause: 'cancelled' }]);
});

story('a conversation that is ended by command has ended normally, whatever the switch says of it', (s) => {
  s.talking('lan');
  s.loses('hangUp');
  s.ask('stop');
  says(s, { type: 'leg.ended', native: s.native('lan'), cause: 'lost' });
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('lan'), cause: 'normal' }]);
});

story('a phone that is picked up without having rung is talked to', (s) => {
  s.loses('leg.ringing');
  s.talking('lan');
  expect(s.told('leg.ringing')).toEqual([]);
  expect(s.told('leg.answered').map(({ leg }) => leg)).toEqual([s.leg('customer'), s.leg('lan')]);
});

story('whoever calls no hotline is asked to end, and has ended when the switch says so', (s) => {
  const effects = effectsOf(s);
  s.loses('hangUp');
  s.arrive('customer', '1999');
  s.pass(1);
  expect(effects).toMatchObject([{ type: 'hangUp', native: s.native('customer'), cause: 'cancelled' }]);
  expect(s.told('leg.ended')).toEqual([]);
  says(s, { type: 'leg.ended', native: s.native('customer'), cause: 'normal' });
  expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('customer'), cause: 'cancelled' }]);
});

for (const cause of ['unreachable', 'lost'] as const) {
  story(`a customer who is not answered and whose leg ends as ${cause} has ended as ${cause}`, (s) => {
    s.loses('answer');
    s.arrive();
    s.pass(1);
    says(s, { type: 'leg.ended', native: s.native('customer'), cause });
    expect(s.told('leg.ended')).toMatchObject([{ leg: s.leg('customer'), cause }]);
  });
}

const isSeenAt = (s: Story, who: string, at: 'none' | 'main' | 'treated'): void => {
  s.world.feed({ type: 'leg.placed', switch: s.world.switch.id, basis: 'seen', native: s.native(who), at });
};

for (const [phase, lost] of [
  ['was not seen to ring', ['leg.ringing']],
  ['rings', []],
] as const) {
  story(`a supervisor whose phone ${phase} and who is put somewhere has answered`, (s) => {
    s.talking('lan');
    s.phones({ minh: 'ringsOut' });
    s.loses(...lost, 'tap');
    s.ask('supervise', { supervisor: 'minh', mode: 'monitor' });
    s.pass(1);
    isSeenAt(s, 'minh', 'none');
    expect(s.seat('minh')).toBe('dialling');
    isSeenAt(s, 'minh', 'treated');
    expect(s.seat('minh')).toBe('attaching');
    expect(s.told('leg.answered').map(({ leg }) => leg)).toContain(s.leg('minh'));
    expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('minh'), place: 'treated' });
  });
}

story('a customer who is put somewhere has been answered', (s) => {
  s.loses('leg.answered');
  s.arrive();
  s.pass(0.5);
  expect(s.stands()).toBe('arriving');
  isSeenAt(s, 'customer', 'none');
  expect(s.stands()).toBe('arriving');
  s.loses();
  isSeenAt(s, 'customer', 'treated');
  expect(s.stands()).toBe('queued');
  expect(s.told('leg.placed').map(({ leg }) => leg)).toContain(s.leg('customer'));
});

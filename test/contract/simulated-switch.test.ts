import { asId } from '@legwork/core';
import type { FoundLeg, NativeId } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { asterisk, blindOnly, freeswitch, stringee, withCapabilities } from '../../sim/src/switch/index.ts';
import { effectOf, openSwitchboard, supervised, talking } from '../support/switchboard.ts';

const id = asId<NativeId>;

describe('a caller', () => {
  it('is offered, and is up once answered', () => {
    const board = openSwitchboard();
    board.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    board.settle();
    expect(board.events).toEqual([
      { type: 'leg.offered', switch: 'sw', basis: 'seen', native: 'c', from: '0901', to: '1900' },
    ]);
    board.ask({ do: 'answer', leg: 'c' });
    board.settle();
    expect(board.story('c')).toEqual(['offered', 'answered']);
    expect(board.simulated.legs()).toEqual([{ native: 'c', up: true, at: 'none' }]);
  });

  it('may hang up before anybody answers', () => {
    const board = openSwitchboard();
    board.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    expect(board.simulated.hangUp(id('c'))).toBe(true);
    expect(board.simulated.hangUp(id('c'))).toBe(false);
    board.settle();
    expect(board.story('c')).toEqual(['offered', 'ended normal']);
  });

  it('presses keys that are reported', () => {
    const board = talking();
    expect(board.simulated.pressDigits(id('c'), '42#')).toBe(true);
    board.settle();
    expect(board.story('c').at(-1)).toBe('digits 42#');
  });
});

describe('a phone that is dialled', () => {
  it.each([
    [{ kind: 'answers', afterMs: 1000 }, ['ringing', 'answered'], 1020],
    [{ kind: 'rejects', afterMs: 1000 }, ['ringing', 'ended rejected'], 1020],
    [{ kind: 'busy', afterMs: 100 }, ['ended busy'], 120],
    [{ kind: 'unreachable', afterMs: 100 }, ['ended unreachable'], 120],
    [{ kind: 'ringsOut' }, ['ringing', 'ended noAnswer'], 20_020],
    [{ kind: 'answers', afterMs: 20_000 }, ['ringing', 'ended noAnswer'], 20_020],
  ] as const)('%j', (behaviour, story, atMs) => {
    const board = openSwitchboard({}, { a: behaviour });
    board.ask({ do: 'dial', leg: 'a' });
    board.settle();
    expect(board.story('a')).toEqual(story);
    expect(board.now()).toBe(atMs);
  });

  it('stops ringing when it is hung up, and nothing of it is left', () => {
    const board = openSwitchboard();
    board.ask({ do: 'dial', leg: 'a' });
    board.runFor(500);
    board.ask({ do: 'hangUp', leg: 'a', cause: 'cancelled' });
    board.settle();
    expect(board.story('a')).toEqual(['ringing', 'ended cancelled']);
    expect(board.now()).toBe(520);
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });

  it('cannot be dialled under an id that is in use', () => {
    const board = talking();
    board.ask({ do: 'dial', leg: 'c' });
    board.settle();
    expect(board.story('c').at(-1)).toBe('refused taken');
  });
});

describe('mixes', () => {
  it('take a leg in place of another, which is told', () => {
    const board = talking();
    board.ask({ do: 'dial', leg: 't' });
    board.settle();
    board.ask({ do: 'join', leg: 't', instead: 'a' });
    board.settle();
    expect(board.story('t')).toEqual(['ringing', 'answered', 'placed main']);
    expect(board.story('a').slice(-1)).toEqual(['placed none']);
    expect(board.simulated.hears(id('c'), id('t'))).toBe(true);
    expect(board.simulated.hears(id('c'), id('a'))).toBe(false);
  });

  it('leave a leg alone that is in another place than the one that is freed', () => {
    const board = talking();
    board.ask({ do: 'treat', leg: 'a' });
    board.ask({ do: 'join', leg: 'c', instead: 'a' });
    board.settle();
    expect(board.story('a').at(-1)).toBe('placed treated');
  });

  it('answer for a leg that is in them already', () => {
    const board = talking();
    board.ask({ do: 'join', leg: 'c' });
    board.settle();
    expect(board.story('c').slice(-2)).toEqual(['placed main', 'placed main']);
  });

  it.each(['join', 'treat', 'play', 'mute', 'digits'] as const)('%s is refused before the answer', (effect) => {
    const board = openSwitchboard();
    board.ask({ do: 'dial', leg: 'a' });
    board.runFor(500);
    board.ask({ do: effect, leg: 'a', prompt: 'welcome', on: true, digits: '1' });
    board.runFor(100);
    expect(board.story('a')).toEqual(['ringing', 'refused notUp']);
  });

  it('keep the last leg, up and alone', () => {
    const board = talking();
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(board.story('c').at(-1)).toBe('placed main');
    expect(board.simulated.legs()).toEqual([{ native: 'c', up: true, at: 'main' }]);
  });
});

describe('a switch where nobody is left alone', () => {
  it('ends a conversation of two with either', () => {
    const board = talking(freeswitch);
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(board.story('c').at(-1)).toBe('ended normal');
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });

  it('lets two of three go on', () => {
    const board = talking(freeswitch);
    board.ask({ do: 'dial', leg: 'g' });
    board.settle();
    board.ask({ do: 'join', leg: 'g' });
    board.settle();
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(board.simulated.hears(id('c'), id('g'))).toBe(true);
  });
});

describe('a tap', () => {
  it('stays on its target wherever that goes', () => {
    const board = supervised('monitor');
    board.ask({ do: 'join', leg: 'a', mix: 'side' });
    board.settle();
    expect(board.simulated.legs().at(-1)).toEqual({ native: 's', up: true, at: 'tap', target: 'a', mode: 'monitor' });
    expect(board.simulated.hears(id('s'), id('a'))).toBe(true);
    expect(board.simulated.hears(id('s'), id('c'))).toBe(false);
  });

  it('ends with its target, and the supervisor stays up', () => {
    const board = supervised('whisper');
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(board.story('s').slice(-2)).toEqual(['placed whisper a', 'placed none']);
    expect(board.simulated.legs()).toContainEqual({ native: 's', up: true, at: 'none' });
  });

  it('changes its mode in place', () => {
    const board = supervised('monitor');
    board.ask({ do: 'tap', leg: 's', target: 'a', mode: 'barge' });
    board.settle();
    expect(board.story('s').slice(-2)).toEqual(['placed monitor a', 'placed barge a']);
  });

  it('is refused on a leg that is gone, not up, its own, or taps itself', () => {
    const board = supervised('monitor');
    board.ask({ do: 'dial', leg: 'b' });
    board.settle();
    board.ask({ do: 'dial', leg: 'late' });
    for (const target of ['gone', 'late', 'b', 's']) board.ask({ do: 'tap', leg: 'b', target, mode: 'monitor' });
    board.runFor(500);
    expect(board.story('b').slice(-4)).toEqual(Array(4).fill('refused noTarget'));
  });

  it('leaves a leg that begins to tap somebody else', () => {
    const board = supervised('monitor');
    board.ask({ do: 'tap', leg: 'a', target: 'c', mode: 'monitor' });
    board.settle();
    expect(board.story('s').at(-1)).toBe('placed none');
  });
});

describe('a blind transfer', () => {
  it('loses the agent at once and connects the customer when the target answers', () => {
    const board = talking();
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.runFor(500);
    expect(board.story('a').at(-1)).toBe('ended normal');
    expect(board.story('c').at(-1)).toBe('placed none');
    board.settle();
    expect(board.story('t')).toEqual(['ringing', 'answered', 'placed main']);
    expect(board.story('c').at(-1)).toBe('placed main');
    expect(board.simulated.hears(id('t'), id('c'))).toBe(true);
  });

  it('that fails drops the customer after the target on a switch with that habit', () => {
    const board = talking({
      habits: { redirectFailed: 'ends' },
      answering: ({ to }) => ({ kind: to === 't' ? 'busy' : 'answers', afterMs: 100 }),
    });
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.settle();
    expect(board.story('t')).toEqual(['ended busy']);
    expect(board.story('c').at(-1)).toBe('ended lost');
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });

  it('that fails leaves the customer up', () => {
    const board = talking({
      answering: ({ to }) => ({ kind: to === 't' ? 'busy' : 'answers', afterMs: 100 }),
    });
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.settle();
    expect(board.simulated.legs()).toEqual([{ native: 'c', up: true, at: 'none' }]);
  });

  it('that failed and is asked for again says so, and not that the customer is gone', () => {
    const board = talking({
      answering: ({ to }) => ({ kind: to === 't' ? 'busy' : 'answers', afterMs: 100 }),
    });
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.settle();
    board.askAgain();
    board.settle();
    expect(board.story('c').at(-1)).toBe('refused noTarget');
  });

  it('can be called off before it has begun, however fast that travels', () => {
    const delays: number[] = [];
    const board = talking({ latency: () => delays.shift() ?? 10 });
    delays.push(500, 10);
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.ask({ do: 'hangUp', leg: 't', cause: 'cancelled' });
    board.ask({ do: 'hangUp', leg: 'a', cause: 'cancelled' });
    board.settle();
    expect(board.story('t')).toEqual(['ringing', 'ended cancelled']);
    expect(board.story('a').slice(-2)).toEqual(['ended normal', 'refused noSuchLeg']);
  });

  it('stops ringing when the customer hangs up', () => {
    const board = talking();
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.runFor(500);
    board.simulated.hangUp(id('c'));
    board.settle();
    expect(board.story('t')).toEqual(['ringing', 'ended cancelled']);
    expect(board.story('c').at(-1)).toBe('ended normal');
  });

  it('gives way to a second one, which does not lose the customer', () => {
    const board = talking();
    board.ask({ do: 'redirect', leg: 'c', target: 't1', instead: 'a' });
    board.runFor(500);
    board.ask({ do: 'redirect', leg: 'c', target: 't2' });
    board.settle();
    expect(board.story('t1')).toEqual(['ringing', 'ended cancelled']);
    expect(board.simulated.hears(id('t2'), id('c'))).toBe(true);
  });
});

describe('hanging up', () => {
  it('gives the cause that was asked for', () => {
    const board = talking();
    board.ask({ do: 'hangUp', leg: 'c', cause: 'rejected' });
    board.settle();
    expect(board.story('c').at(-1)).toBe('ended rejected');
  });

  it('of a leg that is gone is refused with its id', () => {
    const board = talking();
    board.simulated.hangUp(id('a'));
    const op = board.ask({ do: 'hangUp', leg: 'a' });
    board.settle();
    expect(board.events.at(-1)).toEqual({
      type: 'effect.refused',
      switch: 'sw',
      basis: 'seen',
      op,
      effect: 'hangUp',
      native: 'a',
      reason: 'noSuchLeg',
    });
  });

  it('of a supervisor whose agent has left ends nobody else', () => {
    const board = supervised('monitor', { habits: { hangUpEnds: 'call' } });
    board.simulated.hangUp(id('a'));
    board.ask({ do: 'hangUp', leg: 's' });
    board.settle();
    expect(board.simulated.legs().map(({ native }) => native)).toEqual(['c']);
  });

  it('of a supervisor who has joined the conversation ends it on a switch that can do no less', () => {
    const board = supervised('monitor', { habits: { hangUpEnds: 'call' } });
    board.ask({ do: 'join', leg: 's', instead: 'a' });
    board.ask({ do: 'hangUp', leg: 's' });
    board.settle();
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });

  it('ends the whole call on a switch that can do no less, but not for a supervisor who leaves', () => {
    const board = supervised('monitor', { habits: stringee.habits });
    board.ask({ do: 'dial', leg: 'b' });
    board.settle();
    board.ask({ do: 'tap', leg: 'b', target: 'a', mode: 'monitor' });
    board.ask({ do: 'hangUp', leg: 's' });
    board.settle();
    expect(board.simulated.inUse()).toEqual({ legs: 3, calls: 1 });
    board.ask({ do: 'dial', leg: 'still ringing' });
    board.runFor(500);
    board.ask({ do: 'hangUp', leg: 'c' });
    board.settle();
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });
});

describe('the smaller effects', () => {
  it('mute, send digits and play prompts to their end', () => {
    const board = talking({ promptMs: () => 3000 });
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.ask({ do: 'mute', leg: 'a', on: false });
    board.ask({ do: 'digits', leg: 'a', digits: '5' });
    board.ask({ do: 'play', leg: 'a', prompt: 'hello' });
    const fromMs = board.now();
    board.settle();
    expect(board.story('a').slice(-4)).toEqual(['muted', 'unmuted', 'digits 5', 'played hello']);
    expect(board.now() - fromMs).toBe(3020);
  });

  it('a prompt is cut short by the end of the leg', () => {
    const board = talking();
    board.ask({ do: 'play', leg: 'c', prompt: 'hello' });
    board.runFor(100);
    board.simulated.hangUp(id('c'));
    board.settle();
    expect(board.story('c').slice(-2)).toEqual(['placed main', 'ended normal']);
  });

  it('a recording runs until it is stopped or the last leg ends', () => {
    const board = talking();
    board.ask({ do: 'record', on: true });
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'record.started', call: 'c1' });
    board.simulated.hangUp(id('c'));
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(board.events.filter(({ type }) => type === 'record.stopped')).toHaveLength(1);
    board.ask({ do: 'record', on: true });
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'effect.refused', call: 'c1', reason: 'noSuchCall' });
  });
});

describe('a call that was found', () => {
  const found: readonly FoundLeg[] = [
    { native: id('x'), role: 'customer', endpoint: asId('0901') },
    { native: id('y'), role: 'agent', endpoint: asId('101') },
  ];

  it('can be tapped, claimed and taken over', () => {
    const board = openSwitchboard();
    board.simulated.find(found);
    board.ask({ do: 'dial', leg: 's', call: 'c9' });
    board.settle();
    board.ask({ do: 'tap', leg: 's', target: 'y', mode: 'monitor', call: 'c9' });
    board.ask({ do: 'claim', call: 'c9', legs: ['x', 'y'] });
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'call.claimed', call: 'c9' });
    expect(board.simulated.hears(id('s'), id('x'))).toBe(true);
    expect(board.simulated.inUse()).toEqual({ legs: 3, calls: 1 });
    board.ask({ do: 'join', leg: 's', instead: 'y', call: 'c9' });
    board.settle();
    expect(board.simulated.hears(id('x'), id('s'))).toBe(true);
    expect(board.story('y').at(-1)).toBe('placed none');
  });

  it('is named by the first effect that concerns one of its legs', () => {
    const board = openSwitchboard();
    board.simulated.find(found);
    board.ask({ do: 'dial', leg: 's', call: 'c9' });
    board.settle();
    board.ask({ do: 'join', leg: 's', instead: 'y', call: 'c9' });
    board.settle();
    expect(board.simulated.hears(id('x'), id('s'))).toBe(true);
    expect(board.simulated.hears(id('x'), id('y'))).toBe(false);
  });

  it('is reported before anything that happens to its legs', () => {
    const delays = [500, 10];
    const board = openSwitchboard({ latency: () => delays.shift() ?? 10 });
    board.simulated.find(found);
    board.simulated.hangUp(id('y'));
    board.settle();
    expect(board.events.map(({ type }) => type)).toEqual(['call.found', 'leg.ended']);
  });
});

describe('what a switch cannot do', () => {
  it('is refused, and nothing happens', () => {
    const board = openSwitchboard(blindOnly);
    board.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    board.ask({ do: 'answer', leg: 'c' });
    board.ask({ do: 'join', leg: 'c' });
    board.ask({ do: 'treat', leg: 'c' });
    board.ask({ do: 'record', on: true });
    board.settle();
    expect(board.story('c')).toEqual(['offered', 'answered', 'refused unsupported', 'refused unsupported']);
    expect(board.events.at(-1)).toMatchObject({ type: 'effect.refused', call: 'c1', reason: 'unsupported' });
    expect(board.simulated.snapshot()).toBeNull();
    expect(board.simulated.legs()).toEqual([{ native: 'c', up: true, at: 'none' }]);
  });

  it('can still be a call: callers are answered and sent on blindly', () => {
    const board = openSwitchboard(blindOnly);
    board.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    board.ask({ do: 'answer', leg: 'c' });
    board.ask({ do: 'redirect', leg: 'c', target: 'a' });
    board.settle();
    expect(board.simulated.hears(id('a'), id('c'))).toBe(true);
  });

  it('is told by the mode for a tap', () => {
    const board = supervised('monitor', { capabilities: withCapabilities({ effects: { barge: 'unsupported' } }) });
    board.ask({ do: 'tap', leg: 's', target: 'a', mode: 'barge' });
    board.ask({ do: 'tap', leg: 's', target: 'a', mode: 'whisper' });
    board.settle();
    expect(board.story('s').slice(-2)).toEqual(['refused unsupported', 'placed whisper a']);
  });
});

describe('an effect', () => {
  it('that the switch confirms by its reply is assumed to have happened', () => {
    const board = talking(asterisk);
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'leg.muted', on: true, basis: 'assumed' });
    board.ask({ do: 'join', leg: 'a', mix: 'side' });
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'leg.placed', at: 'side', basis: 'seen' });
  });

  it('that the switch never confirms is assumed even where it has failed', () => {
    const board = talking({ capabilities: withCapabilities({ effects: { mute: 'nothing' } }) });
    board.simulated.hangUp(id('a'));
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['ended normal', 'muted']);
    expect(board.events.at(-1)?.basis).toBe('assumed');
  });

  it('takes effect in the order of asking on each leg it names, however fast it travels', () => {
    const delays: number[] = [];
    const board = talking({ latency: () => delays.shift() ?? 10 });
    board.ask({ do: 'dial', leg: 't' });
    board.settle();
    delays.push(500, 10);
    board.ask({ do: 'join', leg: 't', instead: 'a' });
    board.ask({ do: 'hangUp', leg: 'a' });
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['placed none', 'ended normal']);
  });

  it('that comes twice happens once, and is answered by how things stand', () => {
    const board = talking();
    board.ask({ do: 'join', leg: 'a', mix: 'side' });
    board.settle();
    board.askAgain();
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['placed side', 'placed side']);
    board.simulated.hangUp(id('a'));
    board.askAgain();
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['ended normal', 'refused noSuchLeg']);
  });

  it.each(['mute', 'record'] as const)('%s that comes again after its contrary tells what is true', (effect) => {
    const board = talking();
    const [, op] = [true, false, true].map((on) => board.ask({ do: effect, leg: 'a', on }));
    board.simulated.perform(effectOf({ do: effect, leg: 'a', on: false }, op ?? asId('')));
    board.settle();
    const answers = board.events.slice(-2).map((event) => ('on' in event ? event.on : event.type));
    expect(answers).toEqual(effect === 'mute' ? [true, true] : ['record.started', 'record.started']);
  });

  it('that plays is answered once, though it comes again while it does', () => {
    const board = talking();
    board.ask({ do: 'play', leg: 'c', prompt: 'hello' });
    board.runFor(1000);
    board.askAgain();
    board.settle();
    expect(board.story('c').filter((each) => each === 'played hello')).toHaveLength(1);
  });

  it('is known for long', () => {
    const board = talking();
    const op = board.ask({ do: 'mute', leg: 'a', on: true });
    board.ask({ do: 'mute', leg: 'a', on: false });
    for (let n = 0; n < 20_000; n++) board.ask({ do: 'digits', leg: 'c', digits: '1' });
    board.simulated.perform(effectOf({ do: 'mute', leg: 'a', on: true }, op));
    board.settle();
    expect(board.story('a').at(-1)).toBe('unmuted');
  });

  it('that was refused once is refused again, though it could be done by then', () => {
    const board = openSwitchboard();
    board.ask({ do: 'mute', leg: 'c', on: true });
    board.settle();
    board.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    board.askAgain();
    board.settle();
    expect(board.story('c')).toEqual(['refused noSuchLeg', 'offered', 'refused noSuchLeg']);
  });

  it('that dialled a leg does not dial it again after its end', () => {
    const board = openSwitchboard();
    board.ask({ do: 'dial', leg: 'a' });
    board.runFor(500);
    board.simulated.hangUp(id('a'), 'rejected');
    board.askAgain();
    board.settle();
    expect(board.story('a')).toEqual(['ringing', 'ended rejected', 'refused noSuchLeg']);
    expect(board.simulated.legs()).toEqual([]);
  });
});

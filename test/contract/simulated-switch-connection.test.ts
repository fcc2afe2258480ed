import { asId } from '@legwork/core';
import type { NativeId, SwitchEvent } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { asPort, blindOnly, createSimulatedSwitch } from '../../sim/src/switch/index.ts';
import type { SimulatedPort, SimulatedSwitchOptions } from '../../sim/src/switch/index.ts';
import { effectOf, openSwitchboard, talking } from '../support/switchboard.ts';

const id = asId<NativeId>;

describe('a lost connection', () => {
  it('loses what happens meanwhile, and shows it in the list on coming back', () => {
    const board = talking();
    board.simulated.lose();
    board.simulated.hangUp(id('a'));
    board.settle();
    board.simulated.comeBack();
    board.settle();
    expect(board.events.slice(-2)).toEqual([
      { type: 'switch.lost', switch: 'sw', basis: 'seen' },
      {
        type: 'switch.back',
        switch: 'sw',
        basis: 'seen',
        epoch: 'sw#1',
        snapshot: { legs: [{ native: 'c', up: true, at: 'main' }] },
      },
    ]);
  });

  it('lists nothing on a switch that cannot', () => {
    const board = openSwitchboard(blindOnly);
    board.simulated.lose();
    board.simulated.comeBack();
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'switch.back', snapshot: null });
  });

  it('takes events along that are under way, even where it is back before they would have arrived', () => {
    const delays: number[] = [];
    const board = talking({ latency: () => delays.shift() ?? 10 });
    delays.push(500);
    board.simulated.hangUp(id('a'));
    board.simulated.lose();
    board.simulated.comeBack();
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'switch.back' });
    expect(board.story('a').at(-1)).toBe('placed main');
  });

  it('loses what happens meanwhile for good, however long it would have taken', () => {
    const delays: number[] = [];
    const board = talking({ latency: () => delays.shift() ?? 10 });
    board.simulated.lose();
    delays.push(500);
    board.simulated.hangUp(id('a'));
    board.simulated.comeBack();
    board.settle();
    expect(board.story('a').at(-1)).toBe('placed main');
  });

  it('that breaks again while it is made is not back', () => {
    const board = talking();
    board.simulated.lose();
    board.simulated.comeBack();
    board.runFor(5);
    board.simulated.lose();
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'switch.lost' });
  });

  it('lets effects arrive that are under way, and loses their answers', () => {
    const board = talking();
    board.ask({ do: 'treat', leg: 'c' });
    board.simulated.lose();
    board.settle();
    expect(board.story('c').at(-1)).toBe('placed main');
    expect(board.simulated.legs()).toContainEqual({ native: 'c', up: true, at: 'treated' });
  });

  it('swallows effects', () => {
    const board = talking();
    board.simulated.lose();
    board.ask({ do: 'treat', leg: 'c' });
    board.settle();
    board.simulated.comeBack();
    board.settle();
    expect(board.simulated.legs()).toContainEqual({ native: 'c', up: true, at: 'main' });
  });

  it('has effects refused where that is the habit, between the loss and the return', () => {
    const board = talking({ habits: { whileLost: 'isRefused' } });
    board.simulated.lose();
    board.ask({ do: 'treat', leg: 'c' });
    board.simulated.comeBack();
    board.settle();
    expect(board.events.slice(-3).map(({ type }) => type)).toEqual(['switch.lost', 'effect.refused', 'switch.back']);
    expect(board.story('c').at(-1)).toBe('refused disconnected');
    board.askAgain();
    board.settle();
    expect(board.story('c').at(-1)).toBe('placed treated');
  });

  it('gives no event before it is back', () => {
    const delays: number[] = [];
    const board = talking({ latency: () => delays.shift() ?? 0 });
    board.simulated.lose();
    delays.push(500);
    board.simulated.comeBack();
    board.simulated.hangUp(id('a'));
    board.runFor(499);
    board.simulated.hangUp(id('c'));
    board.settle();
    expect(board.events.at(-1)).toMatchObject({ type: 'switch.back', snapshot: { legs: [] } });
  });

  it('is back once, however often it was lost and called back', () => {
    const board = talking();
    board.simulated.comeBack();
    board.simulated.lose();
    board.simulated.lose();
    board.simulated.comeBack();
    board.simulated.lose();
    board.simulated.comeBack();
    board.simulated.comeBack();
    board.settle();
    const ofConnection = board.events.filter(({ type }) => type.startsWith('switch.'));
    expect(ofConnection.map(({ type }) => type)).toEqual(['switch.lost', 'switch.back']);
  });
});

describe('a restart', () => {
  it('forgets everything, reports no end, and shows in the epoch', () => {
    const board = talking();
    board.ask({ do: 'dial', leg: 'ringing' });
    board.runFor(100);
    const before = board.events.length;
    board.simulated.restart();
    board.ask({ do: 'dial', leg: 'dialled meanwhile' });
    board.runFor(100);
    board.simulated.comeBack();
    board.settle();
    expect(board.events.slice(before)).toEqual([
      { type: 'switch.lost', switch: 'sw', basis: 'seen' },
      { type: 'switch.back', switch: 'sw', basis: 'seen', epoch: 'sw#2', snapshot: { legs: [] } },
    ]);
    expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
  });

  it('loses effects that are under way', () => {
    const board = openSwitchboard();
    board.ask({ do: 'dial', leg: 'a' });
    board.simulated.restart();
    board.settle();
    expect(board.simulated.legs()).toEqual([]);
  });

  it('does not know an effect from before', () => {
    const board = openSwitchboard();
    board.ask({ do: 'dial', leg: 'a' });
    board.settle();
    board.simulated.restart();
    board.simulated.comeBack();
    board.settle();
    board.askAgain();
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['ringing', 'answered']);
  });
});

describe('behind the port', () => {
  function open(options: Partial<SimulatedSwitchOptions> = {}): { port: SimulatedPort; settle: () => void } {
    const due: (() => void)[] = [];
    const port = asPort((emit) =>
      createSimulatedSwitch({
        id: asId('sw'),
        schedule: (_delayMs, run) => {
          due.push(run);
          return () => {};
        },
        latency: () => 0,
        answering: () => ({ kind: 'ringsOut' }),
        emit,
        ...options,
      }),
    );
    return {
      port,
      settle() {
        while (due.length > 0) due.shift()?.();
      },
    };
  }

  it('events are a stream that ends when the switch is closed', async () => {
    const { port, settle } = open();
    const seen: (SwitchEvent['type'] | 'complete')[] = [];
    port.events.subscribe({ next: ({ type }) => seen.push(type), complete: () => seen.push('complete') });
    port.simulated.offer({ native: id('c'), from: asId('0901'), to: asId('1900') });
    port.perform(effectOf({ do: 'answer', leg: 'c' }, asId('1')));
    settle();
    expect(await port.snapshot()).toEqual({ legs: [{ native: 'c', up: true, at: 'none' }] });
    await port.close();
    port.simulated.hangUp(id('c'));
    settle();
    expect(seen).toEqual(['leg.offered', 'leg.answered', 'complete']);
  });

  it('a switch that cannot list its legs rejects to be asked for them', async () => {
    await expect(open(blindOnly).port.snapshot()).rejects.toThrow('cannot list');
  });
});

import { createPacedTime, type Pace } from '@legwork/sim';
import { describe, expect, test } from 'vitest';

/** A machine whose clock and timers are turned by hand. */
const machine = () => {
  let elapsedMs = 0;
  let waiting: { readonly at: number; readonly run: () => void } | null = null;
  const pace: Pace = {
    elapsedMs: () => elapsedMs,
    soon: (run) => {
      void Promise.resolve().then(run);
    },
    wake: (ms, run) => {
      const mine = { at: elapsedMs + ms, run };
      waiting = mine;
      return () => {
        if (waiting === mine) waiting = null;
      };
    },
  };
  return {
    pace,
    isWaiting: () => waiting !== null,
    /** Time passes on the machine; a timer that is due runs at its time. */
    turn: (ms: number) => {
      const until = elapsedMs + ms;
      while (waiting !== null && waiting.at <= until) {
        const { at, run }: { readonly at: number; readonly run: () => void } = waiting;
        waiting = null;
        elapsedMs = Math.max(elapsedMs, at);
        run();
      }
      elapsedMs = until;
    },
  };
};

const nothing = (): Promise<void> => Promise.resolve();

describe('time that is run ahead and then keeps pace', () => {
  test('passes at once what was scheduled, each at its time', async () => {
    const time = createPacedTime(1_000, machine().pace);
    const seen: number[] = [];
    time.after(500, () => seen.push(time.now()));
    time.after(200, () => {
      seen.push(time.now());
      time.after(100, () => seen.push(time.now()));
    });
    await time.pass(1_000, nothing);
    expect(seen).toEqual([1_200, 1_300, 1_500]);
    expect(time.now()).toBe(2_000);
  });

  test('goes on from where it stands, as fast as the machine', async () => {
    const { pace, turn } = machine();
    const time = createPacedTime(0, pace);
    turn(77);
    await time.pass(5_000, nothing);
    time.follow();
    const seen: number[] = [];
    turn(10);
    expect(time.now()).toBe(5_010);
    time.after(40, () => seen.push(time.now()));
    turn(39);
    expect(seen).toEqual([]);
    turn(1);
    expect(seen).toEqual([5_050]);
  });

  test('wakes for what is scheduled before what it waits for', () => {
    const { pace, turn } = machine();
    const time = createPacedTime(0, pace);
    time.follow();
    const seen: number[] = [];
    time.after(1_000, () => seen.push(1_000));
    time.after(10, () => seen.push(10));
    turn(20);
    expect(seen).toEqual([10]);
    turn(980);
    expect(seen).toEqual([10, 1_000]);
  });

  test('what was called off does not happen, and after the end nothing does', () => {
    const { pace, turn, isWaiting } = machine();
    const time = createPacedTime(0, pace);
    const stop = time.follow();
    const seen: string[] = [];
    time.after(10, () => seen.push('called off'))();
    time.after(20, () => seen.push('happens'));
    time.after(30, () => seen.push('too late'));
    turn(20);
    stop();
    turn(100);
    expect(seen).toEqual(['happens']);
    expect(isWaiting()).toBe(false);
  });

  test('a machine that was busy catches up, with each thing at its own time', () => {
    const { pace, turn } = machine();
    const time = createPacedTime(0, pace);
    time.follow();
    const seen: number[] = [];
    for (const ms of [5, 10, 15]) time.after(ms, () => seen.push(time.now()));
    turn(100);
    expect(seen).toEqual([5, 10, 15]);
    expect(time.now()).toBe(100);
  });
});

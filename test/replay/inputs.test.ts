import { describe, expect, test } from 'vitest';
import { compiled, createEngine, Notes, restoreEngine } from '@legwork/core';
import type { Engine, Output } from '@legwork/core';
import { asterisk, freeswitch, stringee, unlimited, type World } from '@legwork/sim';
import { randomWorld, type RandomWorldOptions } from '../support/random-world.ts';

/** The engine has no memory but its state and no inputs but its inputs: what was recorded can be played again. */
const shapes = [unlimited, asterisk, freeswitch, stringee];
const faults: RandomWorldOptions['faults'] = {
  events: [
    { kind: 'drop', probability: 0.05 },
    { kind: 'duplicate', probability: 0.1, againAfterMs: [0, 3_000] },
    { kind: 'reorder', probability: 0.1, byMs: [0, 2_000] },
  ],
  effects: [{ kind: 'drop', probability: 0.05 }],
};
const worlds = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
  const shape = shapes[seed % shapes.length] ?? unlimited;
  return { seed, shape, acts: 60, breaks: seed > 4, ...(seed > 2 ? { faults } : {}) };
});

describe.each(worlds)('a world (seed $seed)', (options) => {
  const outputs: (readonly Output[])[] = [];
  const watch = (world: World): void => world.onStep((_at, _input, said) => outputs.push(said));
  const { config, inputs, engine } = randomWorld({ ...options, watch });
  const play = (player: Engine, from: number): readonly (readonly Output[])[] =>
    inputs.slice(from).map(({ at, input }) => player.step(input, at));

  test('played again, input by input, gives the same outputs and the same state to the byte', () => {
    const again = createEngine(config);
    expect(play(again, 0)).toEqual(outputs);
    expect(again.snapshot()).toBe(engine.snapshot());
  });

  test('is the same where its inputs, which code has made, are not checked', () => {
    const trusting = createEngine(config);
    for (const [n, { at, input }] of inputs.entries()) {
      const notes = new Notes();
      trusting.take(input, at, notes);
      expect(notes.outputs, `input ${n}`).toEqual(outputs[n]);
    }
    expect(trusting.snapshot()).toBe(engine.snapshot());
  });

  test('is the same where every call sleeps as soon as it is at rest', () => {
    const sleepy = createEngine(config, compiled(), 0);
    const awake = createEngine(config);
    for (const [n, { at, input }] of inputs.entries()) {
      expect(sleepy.step(input, at), `input ${n}`).toEqual(outputs[n]);
      awake.step(input, at);
      if (n % 41 === 0) expect(sleepy.snapshot()).toBe(awake.snapshot());
    }
    expect(sleepy.snapshot()).toBe(engine.snapshot());
  });

  test('goes on from a snapshot, taken at any moment, as if it had never stopped', () => {
    const again = createEngine(config);
    for (const [n, { at, input }] of inputs.entries()) {
      if (n % 41 === 0) {
        const restored = restoreEngine(config, again.snapshot());
        expect(restored.snapshot()).toBe(again.snapshot());
        const few = inputs.slice(n, n + 60).map((next) => restored.step(next.input, next.at));
        expect(few, `from input ${n}`).toEqual(outputs.slice(n, n + 60));
      }
      again.step(input, at);
    }
    const half = Math.floor(inputs.length / 2);
    const first = createEngine(config);
    for (const { at, input } of inputs.slice(0, half)) first.step(input, at);
    const second = restoreEngine(config, first.snapshot());
    expect(play(second, half)).toEqual(outputs.slice(half));
    expect(second.snapshot()).toBe(engine.snapshot());
  });

  test('happens again, to the byte, from its seed', () => {
    const again = randomWorld(options);
    expect(JSON.stringify(again.facts)).toBe(JSON.stringify(randomWorld(options).facts));
    expect(again.engine.snapshot()).toBe(engine.snapshot());
  });
});

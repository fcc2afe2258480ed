import { describe, expect, it } from 'vitest';
import { createClock, createSimulation } from '../../sim/src/kernel/index.ts';

describe('the virtual clock', () => {
  it('never runs backwards', () => {
    const clock = createClock(100);
    clock.advanceTo(200);
    expect(() => clock.advanceTo(199)).toThrow(RangeError);
    expect(clock.now()).toBe(200);
  });

  it.each([NaN, 0.5, Infinity])('does not stand at %s', (atMs) => {
    expect(() => createClock().advanceTo(atMs)).toThrow(RangeError);
  });
});

describe('a simulation', () => {
  it('stands at the time of the item that happens', () => {
    const seen: [string, number][] = [];
    const simulation = createSimulation<string>((item) => seen.push([item, simulation.now()]));
    simulation.at(20, 'timer at 20');
    simulation.at(10, 'timer at 10');
    expect(simulation.runUntil(30)).toBe('reached');
    expect(seen).toEqual([
      ['timer at 10', 10],
      ['timer at 20', 20],
    ]);
    expect(simulation.now()).toBe(30);
  });

  it('lets what is scheduled for now happen now, after what was already due', () => {
    const seen: string[] = [];
    const simulation = createSimulation<string>((item) => {
      seen.push(item);
      if (item === 'a') simulation.after(0, 'bred by a');
    });
    simulation.at(5, 'a');
    simulation.at(5, 'b');
    simulation.runUntil(5);
    expect(seen).toEqual(['a', 'b', 'bred by a']);
  });

  it('leaves what comes after its end for the next run', () => {
    const seen: string[] = [];
    const simulation = createSimulation<string>((item) => seen.push(item));
    simulation.at(10, 'at the end');
    simulation.at(11, 'after the end');
    simulation.runUntil(10);
    expect(seen).toEqual(['at the end']);
    expect(simulation.pending).toBe(1);
    expect(simulation.runUntilEmpty()).toBe('empty');
    expect(seen).toEqual(['at the end', 'after the end']);
  });

  it('does not let a cancelled item happen', () => {
    const seen: string[] = [];
    const simulation = createSimulation<string>((item) => seen.push(item));
    const handle = simulation.after(10, 'cancelled');
    expect(simulation.cancel(handle)).toBe(true);
    simulation.runUntilEmpty();
    expect(seen).toEqual([]);
  });

  it('stops after the item that asked for it, and goes on from there', () => {
    const seen: number[] = [];
    const simulation = createSimulation<number>((item) => {
      seen.push(item);
      if (item === 1) simulation.stop();
    });
    simulation.at(1, 1);
    simulation.at(2, 2);
    expect(simulation.runUntil(10)).toBe('stopped');
    expect(simulation.now()).toBe(1);
    expect(simulation.runUntil(10)).toBe('reached');
    expect(seen).toEqual([1, 2]);
  });

  it('ends a run in which events breed at one instant once its bound is used up', () => {
    const simulation = createSimulation<string>(() => simulation.after(0, 'again'));
    simulation.after(0, 'first');
    expect(simulation.runUntil(1, { maxEvents: 1000 })).toBe('exhausted');
    expect(simulation.now()).toBe(0);
  });

  it('cannot be run from inside itself', () => {
    const simulation = createSimulation<string>(() => simulation.runUntilEmpty());
    simulation.after(0, 'once');
    expect(() => simulation.runUntilEmpty()).toThrow('is running');
  });

  it('can be run again after an item threw', () => {
    const simulation = createSimulation<string>((item) => {
      if (item === 'bad') throw new Error('bad item');
    });
    simulation.after(0, 'bad');
    simulation.after(1, 'good');
    expect(() => simulation.runUntilEmpty()).toThrow('bad item');
    expect(simulation.runUntilEmpty()).toBe('empty');
  });

  it('schedules nothing in the past, even where the calendar is behind the clock', () => {
    const simulation = createSimulation<string>(() => {});
    simulation.runUntil(100);
    expect(() => simulation.at(99, 'past')).toThrow(RangeError);
    expect(() => simulation.after(-1, 'past')).toThrow(RangeError);
    expect(() => simulation.after(0.5, 'fraction')).toThrow(RangeError);
  });
});

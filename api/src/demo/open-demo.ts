import { startRuntime } from '@legwork/core/runtime';
import { createPacedTime, prepareLiveDay, type DayPlan } from '@legwork/sim';
import { createLog, createService } from '../create-service.ts';
import { openStore } from '../journal/open.ts';
import type { Service } from '../service.ts';
import { demoSettings, GUEST } from './settings.ts';

export interface DemoOptions {
  readonly port: number;
  /** How much of the day is lived through at once before it goes on in real time, in milliseconds. */
  readonly aheadMs: number;
  /** Told how much of that has passed, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** A contact centre with people who call, answer and step in, in real time. Nothing of it is kept. */
export interface Demo {
  readonly service: Service;
  /** Nobody does anything any more. */
  stop(): Promise<void>;
}

/** It is told in so many steps that it gets ready. */
const STEPS = 20;

export const openDemo = async (plan: DayPlan, { port, aheadMs, onProgress }: DemoOptions): Promise<Demo> => {
  const startMs = Date.now() - aheadMs;
  const time = createPacedTime(startMs, pace);
  // The plan's day begins now, whatever the clock on the wall says.
  const day = prepareLiveDay({ ...plan, midnightMs: startMs - plan.fromMs }, { time, guests: [GUEST] });
  const store = await openStore({ file: ':memory:' });
  const runtime = startRuntime({
    config: day.config,
    switches: new Map([[day.centre.id, day.centre.switch]]),
    clock: day.centre.clock,
    journal: store.journal,
  });
  day.open(runtime);
  const settled = (): Promise<void> => runtime.settled();
  for (let step = 1; step <= STEPS; step += 1) {
    await time.pass(aheadMs / STEPS, settled);
    onProgress?.(step / STEPS);
  }
  // Getting ready took some time itself.
  await time.pass(Math.max(0, Date.now() - time.now()), settled);
  const stopTime = time.follow();
  const settings = demoSettings(plan, port);
  // The standard output belongs to the command.
  const log = createLog(settings, 2);
  return {
    service: createService({ runtime, store, settings, log }),
    stop: async () => {
      stopTime();
      await runtime.close();
    },
  };
};

const pace = {
  elapsedMs: () => performance.now(),
  soon: (run: () => void) => {
    setImmediate(run);
  },
  wake: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

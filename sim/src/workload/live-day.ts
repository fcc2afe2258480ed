import { asId, type EngineConfig, type LegId, type NativeId } from '@legwork/core';
import type { Runtime } from '@legwork/core/runtime';
import { createCentre, type Centre, type TimeSource } from '../centre/index.ts';
import { agentOf } from './day.ts';
import { letThemIn, type People } from './people.ts';
import type { DayPlan } from './plan.ts';

/** A day of a contact centre behind a runtime: the plan's people act on a simulated switch, in virtual time or in real time. */
export interface LiveDay {
  readonly centre: Centre;
  readonly config: EngineConfig;
  /** Opens the doors: from now on people call, answer and step in. Once for each day. */
  open(runtime: Runtime): People;
}

export interface LiveDayOptions {
  readonly time: TimeSource;
  /** Supervisors who are there, and of whom the plan says nothing: whoever uses the console. They answer their telephone. */
  readonly guests?: readonly string[];
}

export function prepareLiveDay(plan: DayPlan, { time, guests = [] }: LiveDayOptions): LiveDay {
  let people: People | null = null;
  const centre = createCentre({
    seed: plan.seed,
    time,
    routing: plan.routing,
    agents: plan.agents.map(agentOf),
    supervisors: [...plan.supervisors.map(({ id }) => id), ...guests],
    latencyMs: plan.latencyMs,
    answering: plan.answering,
    promptMs: (prompt, native) => people?.callers.promptMs(prompt, native) ?? 0,
  });
  return {
    centre,
    config: centre.config,
    open(runtime) {
      const { simulated } = centre.switch;
      const opened = letThemIn(plan, {
        now: () => time.now(),
        later: (ms, run) => time.after(ms, run),
        arrive: (caller) => centre.arrive(caller),
        hangUp: (leg) =>
          simulated.hangUp(runtime.engine.state.legs.get(asId<LegId>(leg))?.native ?? asId<NativeId>(leg)),
        streams: centre.streams,
        engine: runtime.engine,
        ask: (asked) => {
          // Plain strings in a plan are ids; whatever they are, the engine checks them. A fault is the journal's to tell of.
          const command = { by: { role: 'service', id: 'people' }, ...asked } as Parameters<Runtime['ask']>[0];
          runtime.ask(command).catch(() => undefined);
        },
      });
      people = opened;
      runtime.publications.subscribe(({ fact }) => opened.hear(fact));
      return opened;
    },
  };
}

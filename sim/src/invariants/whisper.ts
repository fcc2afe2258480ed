import {
  forbidden,
  recorderMayHear,
  type Call,
  type CommandId,
  type CommandOf,
  type Ear,
  type Leg,
  type LegId,
} from '@legwork/core';
import { legsOf, whispers } from './audience.ts';
import type { Invariant } from './invariant.ts';

/** Checked on what the engine says may be heard and on what the switch truly connects; takeovers at the moment they are said to be done. */
export const whisper: Invariant = {
  number: 3,
  name: 'whisper and takeover',
  says:
    'A whisper reaches the agent and, by trait, supervisors; never the customer, a guest or the recorder. ' +
    'When a takeover is done the agent is out and the supervisor talks with the customer.',
  watch: (scene) => {
    const { world, reports, check } = scene;
    const { state } = world.engine;
    const { traits } = world.switch.capabilities;
    const takeovers = new Map<CommandId, { readonly supervisor: string; readonly replaced: Leg | undefined }>();
    const orphans = new Set<LegId>();

    const staysConfidential = (call: Call): void => {
      const legs = legsOf(scene, call);
      const quiet = legs.filter(({ ear }) => isQuiet(ear));
      if (quiet.length === 0) return;
      for (const speaker of quiet) {
        if (reports.isMisled(speaker.native)) continue;
        check(!world.switch.records(speaker.native), call.id, () => `the recorder hears ${speaker.leg}`);
        for (const listener of legs) {
          if (listener.ear.party !== 'customer' && listener.ear.party !== 'guest') continue;
          const leaks = world.switch.hears(listener.native, speaker.native);
          check(!leaks, call.id, () => `${listener.leg}, ${listener.ear.party}, hears ${speaker.leg}`);
        }
      }
    };

    const isDone = (call: Call, id: CommandId): void => {
      const takeover = takeovers.get(id);
      if (takeover === undefined) return;
      const customer = call.legs.customer === null ? undefined : state.legs.get(call.legs.customer);
      const agent = call.legs.agent === null ? undefined : state.legs.get(call.legs.agent);
      const { party } = agent ?? {};
      check(
        party?.kind === 'supervisor' && party.supervisor === takeover.supervisor,
        call.id,
        () => `${id} is done, and ${takeover.supervisor} does not have the call`,
      );
      const { replaced } = takeover;
      const isOut = replaced === undefined || !state.legs.has(replaced.id);
      check(isOut, call.id, () => `${id} is done, and the agent is still there`);
      if (customer === undefined || agent === undefined) return;
      const areTogether = [customer, agent].every((leg) => leg.state.record.place === 'main');
      check(areTogether, call.id, () => `${id} is done, and the two are not in one mix`);
      // An agent who was given up, or was told to be gone and is not, may still be there.
      if (replaced !== undefined && !orphans.has(replaced.id) && !reports.isMisled(replaced.native)) {
        const isHeard = world.switch.hears(customer.native, replaced.native);
        check(!isHeard, call.id, () => `${id} is done, and the customer hears the agent`);
      }
      const told = reports.isInformed(customer.native) && reports.isInformed(agent.native);
      if (!told || customer.state.record.muted || agent.state.record.muted) return;
      const talk =
        world.switch.hears(customer.native, agent.native) && world.switch.hears(agent.native, customer.native);
      check(talk, call.id, () => `${id} is done, and the two do not hear each other`);
    };

    return {
      step: ({ input, outputs }) => {
        for (const output of outputs) {
          if (output.type === 'command.accepted' && output.what === 'cmd.takeover') {
            const { supervisor, call } = input as CommandOf<'cmd.takeover'>;
            const replaced = state.calls.get(call)?.legs.agent ?? null;
            takeovers.set(output.command, {
              supervisor,
              replaced: replaced === null ? undefined : state.legs.get(replaced),
            });
          }
          if (output.type === 'leg.orphaned') orphans.add(output.leg);
          if (output.type !== 'command.resolved' || output.what !== 'cmd.takeover' || output.refusal !== null) continue;
          const call = output.call === null ? undefined : state.calls.get(output.call);
          if (output.outcome === 'done' && call !== undefined) isDone(call, output.command);
          takeovers.delete(output.command);
        }
      },
      truth: staysConfidential,
      call: (call) => {
        const ears = world.engine.ears(call.id);
        if (!ears.some(({ party }) => party === 'seat')) return;
        staysConfidential(call);
        const overheard = forbidden(ears, traits).filter(({ speaker }) => whispers(ears, speaker));
        check(overheard.length === 0, call.id, () => `a whisper is overheard: ${JSON.stringify(overheard)}`);
        const mayBeRecorded = recorderMayHear(ears);
        for (const ear of ears) {
          if (isQuiet(ear)) check(!mayBeRecorded(ear.leg), call.id, () => `a recording may hold ${ear.leg}`);
        }
      },
    };
  },
};

/** A supervisor who is not to be heard by all, wherever they were seen and whatever was asked for. */
export const isQuiet = ({ party, place, asked }: Ear): boolean =>
  party === 'seat' && [place, ...asked].every(({ at, mode }) => mode !== 'barge' && at !== 'main' && at !== 'side');

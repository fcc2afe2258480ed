import type { CallId, EventOf, Leg, ListedLeg, NativeId, Output } from '@legwork/core';
import type { Invariant, Moment } from './invariant.ts';

/**
 * Each time the switch has come back, engine and switch agree in the same step: on which legs there are, and on where each is. A leg that only the
 * engine knew has ended. Of those that only the switch knew, a caller who was offered and not answered is adopted, one of ours is asked to end, and
 * one of other people is left alone. A leg that the engine asks for in this very step is not there yet. What was duplicated, late, lost or
 * overtaken before is forgotten with that: faults can keep the two apart until the next resync, and no longer.
 */
export const convergence: Invariant = {
  number: 7,
  name: 'convergence',
  says:
    'Duplicate, late, lost and reordered switch events converge to the same state; resync is idempotent; ' +
    'of unknown legs, offered callers are adopted, our own are ended, and those of other people are left alone.',
  watch: ({ world, check }) => {
    const { state } = world.engine;
    let last: {
      readonly snapshot: string;
      readonly epoch: string;
      readonly inputs: number;
      readonly after: string;
    } | null = null;

    const agree = ({ outputs }: Moment, snapshot: NonNullable<EventOf<'switch.back'>['snapshot']>): void => {
      const listed = new Map(snapshot.legs.map((leg) => [leg.native, leg]));
      const fresh = new Set(outputs.map((output) => (output.type === 'leg.created' ? output.leg : null)));
      for (const leg of state.legs.values()) {
        if (fresh.has(leg.id)) continue;
        const seen = listed.get(leg.native);
        const call = leg.owner.kind === 'call' ? leg.owner.call : null;
        check(seen !== undefined, call, () => `${leg.id} is ${leg.state.at}, and not on the switch`);
        if (seen !== undefined) isWhereItIs(leg, seen, call);
      }
      const known = new Set([...state.legs.values()].map(({ native }) => native));
      const closed = hungUp(outputs);
      for (const { native, offered } of snapshot.legs) {
        if (known.has(native)) continue;
        const isOurs = /^[cs]\d+\.\d+$/.test(native);
        if (isOurs) check(closed.has(native), null, () => `${native} is on the switch, unknown, and left there`);
        else if (offered !== undefined)
          check(closed.has(native), null, () => `${native} was offered on the switch, and is not known`);
      }
      for (const call of state.calls.values()) {
        for (const [slot, id] of Object.entries(call.legs)) {
          const leg = id === null ? undefined : state.legs.get(id);
          const is = call.state.record[slot as keyof typeof call.legs];
          if (leg === undefined || (is !== 'main' && is !== 'side' && is !== 'treated')) continue;
          check(
            leg.state.record.place === is,
            call.id,
            () => `the ${slot} is taken to be ${is}, and is ${leg.state.record.place}`,
          );
        }
      }
    };

    const isWhereItIs = (leg: Leg, seen: ListedLeg, call: CallId | null): void => {
      const isUp = leg.state.at === 'up' || leg.state.at === 'dropping';
      const { place, mode } = leg.state.record;
      check(isUp || !seen.up, call, () => `${leg.id} is ${leg.state.at}, and up on the switch`);
      if (!isUp || !seen.up) return;
      check(place === seen.at, call, () => `${leg.id} is ${place}, and ${seen.at} on the switch`);
      const sameMode = seen.at !== 'tap' || mode === (seen.mode ?? 'monitor');
      check(sameMode, call, () => `${leg.id} taps by ${mode}, and by ${seen.mode ?? 'nothing'} on the switch`);
    };

    return {
      step: (moment) => {
        const { input } = moment;
        if (input.type !== 'switch.back' || input.snapshot === null) return;
        const { inputs } = state.counters;
        const snapshot = JSON.stringify(input.snapshot);
        const isRepeated = last?.inputs === inputs - 1 && last.snapshot === snapshot && last.epoch === input.epoch;
        const after = withoutCounters(world.engine.snapshot());
        if (isRepeated) {
          check(last?.after === after, null, () => 'the same resync again has changed something');
          const says = moment.outputs.filter(({ type }) => type !== 'hangUp');
          check(says.length === 0, null, () => `the same resync again has said: ${JSON.stringify(says)}`);
        } else agree(moment, input.snapshot);
        last = { snapshot, epoch: input.epoch, inputs, after };
      },
    };
  },
};

const hungUp = (outputs: readonly Output[]): ReadonlySet<NativeId> =>
  new Set(outputs.flatMap((output) => (output.type === 'hangUp' ? [output.native] : [])));

/** Every input is counted: that, and nothing else, differs. */
const withoutCounters = (snapshot: string): string => snapshot.replace(/^\{"counters":\{[^{}]*\},/, '{');

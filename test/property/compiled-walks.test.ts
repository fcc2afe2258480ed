import { build, compile, remember, type MachineState } from '@legwork/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { callProof } from '../support/proof/call.ts';
import type { Proof } from '../support/proof/compare.ts';
import { crossingProof, doorProof, washerProof } from '../support/proof/foreign.ts';
import { agentProof, legProof, seatProof } from '../support/proof/small.ts';

/** Walks without bounds: XState goes from snapshot to snapshot by itself, and is never told by name where it is. */
interface Said {
  readonly type: string;
  readonly params?: unknown;
}

const walks = <R extends object, I extends { readonly type: string }, O extends { readonly say: string }>({
  definition,
  alphabet,
  scopes,
}: Proof<R, I, O>): void => {
  const decider = remember(compile(definition));
  const begins = fc.constantFrom(...scopes.map((scope) => scope.begins));
  const inputs = fc.array(fc.constantFrom(...alphabet), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(begins, inputs, (record, walk) => {
      const machine = build({ ...definition, record });
      let [snapshot] = initialTransition(machine);
      let state: MachineState<R> = decider.initial(record);
      for (const input of walk) {
        const [next, actions] = transition(machine, snapshot, input);
        const said = (actions as readonly Said[]).flatMap(({ type, params }) => (type === 'say' ? [params] : []));
        const decision = decider.decide(state, input);
        if (decision.kind === 'step') expect(decision.outs).toEqual(said);
        else expect(said).toEqual(decision.kind === 'ignored' ? [] : [{ say: 'refuse', refusal: decision.refusal }]);
        snapshot = next;
        if (decision.kind === 'step') state = decision.state;
        expect(state.record).toEqual((next.context as { readonly record: R }).record);
        for (const leaf of state.at.split(' ')) expect(leaf.includes('=') || next.matches(valueAt(leaf))).toBe(true);
      }
    }),
    { seed: 20_260_101, numRuns: 40 },
  );
};

interface Value {
  readonly [state: string]: Value | string;
}
const valueAt = (path: string): Value | string =>
  path.split('.').reduceRight<Value | string>((inner, state) => (inner === '' ? state : { [state]: inner }), '');

describe('a compiled machine that is told anything at all goes where XState goes, and says what it says:', () => {
  test('a leg', () => walks(legProof));
  test('a seat', () => walks(seatProof));
  test('an agent', () => walks(agentProof));
  test('a call', () => walks(callProof));
  test('a door', () => walks(doorProof));
  test('a crossing', () => walks(crossingProof));
  test('a washing machine', () => walks(washerProof));
});

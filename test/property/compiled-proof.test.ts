import type { Definition } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';
import { callProof } from '../support/proof/call.ts';
import { compare, type Proof } from '../support/proof/compare.ts';
import { crossingProof, doorProof, washerProof } from '../support/proof/foreign.ts';
import { prove } from '../support/proof/prove.ts';
import { agentProof, legProof, seatProof } from '../support/proof/small.ts';

/**
 * What a compiled machine decides is what XState's own `transition()` makes of the machine as it is written: in every state within the scopes, for
 * every input. And whoever breaks a word of a program that was executed there is found out, or has changed nothing.
 */
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const isProven = <R extends object, I extends { readonly type: string }, O extends { readonly say: string }>(
  proof: Proof<R, I, O>,
) => {
  const { differences, notExecuted, ...told } = prove(proof);
  const { states, edges, asked, mutants, caught, caughtBeyond, same, sameWithin, programs, words, executed } = told;
  print(`${proof.name}: ${states} states, ${edges} edges (${asked} asked of XState), ${mutants} mutants`);
  print(`  ${caught} caught, ${caughtBeyond} by a record made for it, ${same} the same, ${sameWithin} the same within`);
  const never = notExecuted.filter(({ why }) => why === 'byNoRecord').length;
  print(
    `  ${programs} programs, ${words} words: ${executed} executed, ${notExecuted.length} not, ${never} by no record`,
  );
  expect(differences).toEqual([]);
  expect(caught + caughtBeyond + same + sameWithin).toBe(mutants);
  expect(executed + notExecuted.length).toBe(words);
  return { ...told, silent: notExecuted.length };
};

describe('a compiled machine decides what XState does, and no word of it could be another:', () => {
  test('a leg', () => {
    expect(isProven(legProof)).toMatchObject({ silent: 0, sameWithin: 0 });
  });
  test('a seat', () => {
    expect(isProven(seatProof)).toMatchObject({ silent: 0, sameWithin: 0 });
  });
  test('an agent', () => {
    expect(isProven(agentProof)).toMatchObject({ silent: 0, sameWithin: 0 });
  });
  test('a call', () => {
    const { states, sameWithin, mutants } = isProven(callProof);
    expect(states).toBeGreaterThan(30_000);
    expect(sameWithin).toBeLessThan(mutants / 100);
  });
  test('a door, which is flat and not ours', () => {
    expect(isProven(doorProof).sameWithin).toBe(0);
  });
  test('a crossing, which is parallel and not ours', () => {
    expect(isProven(crossingProof).sameWithin).toBe(0);
  });
  test('a washing machine, which has a history and is not ours', () => {
    expect(isProven(washerProof).sameWithin).toBe(0);
  });
});

describe('what is changed on one side only is reported:', () => {
  /** The first difference between a machine, compiled, and XState's idea of another. */
  const differs = <R extends object, I extends { readonly type: string }, O extends { readonly say: string }>(
    proof: Proof<R, I, O>,
    changed: Partial<Definition<R, I, O>>,
  ): string => compare(proof, { ...proof.definition, ...changed }).differences.join('\n');
  /** The same configuration with the first of these words changed to the other. */
  const reworded = <Config>(config: Config, from: string, to: string): Config => {
    const text = JSON.stringify(config);
    expect(text).toContain(from);
    return JSON.parse(text.replace(from, to)) as Config;
  };

  it('a guard', () => {
    const { guards } = doorProof.definition;
    const hasBumped: (typeof guards)[string] = (door, _input, { times }: { readonly times: number }) =>
      door.bumps > times;
    expect(differs(doorProof, { guards: { ...guards, hasBumped } })).toContain('stuck');
  });
  it('an edit', () => {
    const { edits } = washerProof.definition;
    const rinse: (typeof edits)[string] = (washer) => {
      washer.rinses += 1;
    };
    expect(differs(washerProof, { edits: { ...edits, rinse } })).toContain('"rinses":1');
  });
  it('a telling', () => {
    const { tellings } = legProof.definition;
    const tellPlace: (typeof tellings)[string] = (_leg, _input, say) => say({ say: 'fact', fact: 'placed' });
    expect(differs(legProof, { tellings: { ...tellings, tellPlace } })).toContain('placed');
  });
  const asWanted = '{"guard":"silentAsWanted","target":"present","actions":"observe"}';
  const silent = '{"guard":"silent","target":"changing","actions":"observe"}';
  const done = '{"type":"resolve","params":{"outcome":"done","cause":null}}';
  it.each([
    ['the order of two branches', `${asWanted},${silent}`, `${silent},${asWanted}`],
    ['the order of two actions', `[${done},"close","tellBarge"]`, `["close",${done},"tellBarge"]`],
    ['which guard is asked', '"guard":"followsAndCanPark"', '"guard":"follows"'],
    ['what an action is given', '{"say":"tap","mode":"monitor"}', '{"say":"tap","mode":"barge"}'],
    [
      'where a transition leads',
      '{"guard":"agentIsHere","target":"attaching"}',
      '{"guard":"agentIsHere","target":"parked"}',
    ],
    ['when something is said', '"exit":"tellHush"', '"entry":"tellHush"'],
    ['an event that is nothing to a state', '"leg.placed":{}', '"leg.gone":{}'],
  ])('%s', (_, from, to) => {
    expect(differs(seatProof, { config: reworded(seatProof.definition.config, from, to) })).not.toBe('');
  });
  it('nothing, where nothing is', () => {
    expect(differs(seatProof, {})).toBe('');
  });
});

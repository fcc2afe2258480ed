import { expect } from 'vitest';
import type { Fact } from '@legwork/core';
import type { World } from '@legwork/sim';

/**
 * Everybody has hung up and everything has happened: nothing is left of any call, no agent is locked, and each command that was asked for
 * ended exactly once (known-failures 9, 18, 29, 30), the privileged ones with exactly one entry for the audit.
 */
export function assertCleanEnd(world: World): void {
  const { calls, legs, seats, open, timers, agents, supervisors } = world.engine.state;
  expect({
    calls: [...calls.keys()],
    legs: [...legs.keys()],
    seats: [...seats.keys()],
    open: [...open],
    timers: [...timers.keys()],
    onTheSwitch: world.switch.inUse(),
    busyAgents: [...agents.values()]
      .filter(({ leg, call, op }) => leg !== null || call !== null || op !== null)
      .map(({ id }) => id),
    lockedAgents: [...agents.values()].filter(({ state }) => /reserved|talking/.test(state.at)).map(({ id }) => id),
    busySupervisors: [...supervisors.values()]
      .filter(({ seat, leg }) => seat !== null || leg !== null)
      .map(({ id }) => id),
  }).toEqual({
    calls: [],
    legs: [],
    seats: [],
    open: [],
    timers: [],
    onTheSwitch: { legs: 0, calls: 0 },
    busyAgents: [],
    lockedAgents: [],
    busySupervisors: [],
  });
  const told = (type: Fact['type']): readonly string[] =>
    world.facts
      .flatMap((fact) => (fact.type === type && 'command' in fact && !isDouble(fact) ? [fact.command] : []))
      .toSorted();
  const resolved = told('command.resolved');
  expect(resolved, 'each command ends once').toEqual([...new Set(resolved)]);
  expect(
    told('command.accepted').filter((id) => !resolved.includes(id)),
    'none stays open',
  ).toEqual([]);
  const audited = told('audit');
  expect(audited, 'each privileged command is audited once').toEqual([...new Set(audited)]);
}

/** A second command under an id that is still open is refused under that id. */
const isDouble = (fact: Fact): boolean =>
  fact.type === 'command.resolved' && fact.refusal?.reason === 'conflict' && fact.refusal.with === 'command';

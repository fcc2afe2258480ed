import type { CommandId, Fact, FactOf } from '@legwork/core';
import { interventions, nameOf, openDay, parseScenario, planScenario, type DayPlan } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { keepAccount } from '../../../api/src/cli/account.ts';
import { shortDay } from '../../support/short-day.ts';

const scenario = parseScenario(shortDay());

/** A day from its first event to its last, with all that is told of it. */
function live(plan: DayPlan) {
  const day = openDay(plan, { keepInputs: true });
  const books = keepAccount(day);
  day.world.settle();
  const { facts, inputs, live } = day.world;
  return { day, facts, inputs, live, account: books.account() };
}

const told = <Type extends Fact['type']>(facts: readonly Fact[], type: Type): readonly FactOf<Type>[] =>
  facts.filter((fact): fact is FactOf<Type> => fact.type === type);

describe('a day of a contact centre', () => {
  const { day, facts, inputs, live: list, account } = live(planScenario(scenario, 7));
  const closed = told(facts, 'call.closed');

  it('ends with nobody on the line, and nobody at work', () => {
    expect(list.size).toBe(0);
    expect(day.world.switch.inUse()).toEqual({ legs: 0, calls: 0 });
    expect([...day.world.engine.state.agents.values()].filter(({ state }) => state.at !== 'offline')).toEqual([]);
  });

  it('lets everybody in who calls, and knows what became of each', () => {
    const { offered, served, abandoned, turnedAway, stillThere } = account.calls;
    expect(offered).toBe(day.plan.callers.length);
    expect(served + abandoned + turnedAway + stillThere).toBe(offered);
    expect({ served, abandoned, stillThere }).toEqual({
      served: closed.filter((call) => call.served).length,
      abandoned: closed.filter((call) => call.abandoned).length,
      stillThere: 0,
    });
  });

  it('has waits and service levels that can be counted again from the facts', () => {
    const waits = closed.filter((call) => call.served).map(({ waitMs }) => waitMs);
    const good = waits.filter((ms) => ms <= 20_000).length;
    const late = closed.filter((call) => call.abandoned && call.waitMs > 20_000).length;
    const { calls } = account;
    expect(calls.waitOfServed.meanMs).toBeCloseTo(waits.reduce((sum, ms) => sum + ms, 0) / waits.length, 6);
    expect(calls.serviceLevel).toEqual({
      good,
      abandonedLate: late,
      ofServed: good / waits.length,
      ofServedAndLate: good / (waits.length + late),
      ofOffered: good / calls.offered,
    });
    const sorted = waits.toSorted((one, other) => one - other);
    expect(calls.waitOfServed.p90Ms).toBeGreaterThanOrEqual(sorted[Math.floor((sorted.length - 1) * 0.9)] ?? NaN);
    expect(calls.waitOfServed.p90Ms).toBeLessThanOrEqual(sorted[Math.ceil((sorted.length - 1) * 0.9)] ?? NaN);
  });

  it('has half hours that add up to the day', () => {
    const sum = (of: 'offered' | 'served' | 'abandoned') =>
      account.halfHours.reduce((total, row) => total + row[of], 0);
    expect([sum('offered'), sum('served'), sum('abandoned')]).toEqual([
      account.calls.offered,
      account.calls.served,
      account.calls.abandoned,
    ]);
    const everybody = closed.reduce((total, { waitMs }) => total + waitMs, 0);
    const area = account.halfHours.reduce((total, { meanWaiting }, n) => {
      const isLast = n === account.halfHours.length - 1;
      return total + meanWaiting * (isLast ? account.virtualMs - n * 1_800_000 : 1_800_000);
    }, 0);
    // Who is sent back to a queue waits again, which a call's own wait does not count.
    expect(area).toBeGreaterThanOrEqual(everybody - 1);
  });

  it('has an occupancy that can be counted again from the facts', () => {
    const spent: Record<string, number> = {};
    for (const agent of day.plan.agents) {
      const changes = told(facts, 'agent.changed').filter((fact) => fact.agent === agent.id);
      for (const [n, { state, at }] of changes.entries()) {
        spent[state] = (spent[state] ?? 0) + (changes[n + 1]?.at ?? at) - at;
      }
    }
    const worked = (spent['reserved'] ?? 0) + (spent['talking'] ?? 0) + (spent['wrapUp'] ?? 0);
    expect(account.occupancy.value).toBeCloseTo(worked / (worked + (spent['available'] ?? 0)), 12);
  });

  it('sees every supervisor action asked for and done', () => {
    for (const name of interventions) {
      expect(account.supervisors[name].asked, name).toBeGreaterThan(0);
      expect(account.supervisors[name].done, name).toBeGreaterThan(0);
    }
  });

  it('sees refusals with their reasons, and failures with their causes', () => {
    const reasons = new Set(interventions.flatMap((name) => Object.keys(account.supervisors[name].why)));
    expect([...reasons]).toEqual(expect.arrayContaining(['conflict', 'supervisorBusy']));
    expect(interventions.some((name) => account.supervisors[name].failed > 0)).toBe(true);
  });

  it('counts what supervisors asked for as the commands and their outcomes tell, one by one', () => {
    const outcomes = new Map<CommandId, FactOf<'command.resolved'>>(
      told(facts, 'command.resolved').map((fact) => [fact.command, fact]),
    );
    const counted: Record<string, Record<string, number>> = {};
    const count = (name: string, what: string): void => {
      const row = (counted[name] ??= {});
      row[what] = (row[what] ?? 0) + 1;
    };
    for (const { input } of inputs) {
      if (!input.type.startsWith('cmd.') || !('by' in input) || input.by.role !== 'supervisor') continue;
      const name = input.type === 'cmd.supervise' ? input.mode : nameOf({ what: input.type, detail: null });
      count(name ?? '', 'asked');
      count(name ?? '', outcomes.get(input.id)?.outcome ?? 'without an end');
    }
    for (const name of interventions) {
      const { why, ...figures } = account.supervisors[name];
      const some = Object.fromEntries(Object.entries(figures).filter(([, times]) => times > 0));
      expect(some, name).toEqual(counted[name]);
      expect(Object.values(why).reduce((sum, times) => sum + times, 0)).toBe(figures.asked - figures.done);
    }
  });

  it('has its faults strike', () => {
    for (const { rule, struck } of day.world.faults) expect(struck, rule.kind).toBeGreaterThan(0);
  });

  it('has agents hold, ask colleagues, send on and record', () => {
    const done = new Set(
      told(facts, 'command.resolved').flatMap(({ what, outcome }) => (outcome === 'done' ? [what] : [])),
    );
    for (const what of ['cmd.hold', 'cmd.resume', 'cmd.consult', 'cmd.complete', 'cmd.cancel', 'cmd.record'] as const) {
      expect(done, what).toContain(what);
    }
  });

  it('is the same for the same seed, to the last fact, and another for another', () => {
    expect(live(planScenario(scenario, 7)).account).toEqual(account);
    expect(live(planScenario(scenario, 8)).account.factsDigest).not.toBe(account.factsDigest);
  });
});

describe('a day without supervisors, faults and interruptions', () => {
  const undisturbed = planScenario(
    {
      ...scenario,
      faults: [],
      talks: { ...scenario.talks, transferShare: 0, consultShare: 0 },
      supervisors: { ...scenario.supervisors, people: [] },
    },
    7,
  );
  const { facts } = live(undisturbed);
  const fromOf = new Map(told(facts, 'call.created').map(({ call, customer }) => [call, customer as string]));
  const callers = new Map(undisturbed.callers.map((caller) => [caller.from, caller]));
  const ended = told(facts, 'call.closed').map((call) => {
    const caller = callers.get(fromOf.get(call.call) ?? '');
    if (caller === undefined) throw new Error(`nobody planned ${call.call}`);
    return { call, caller };
  });
  /** Effects and events take up to 40 ms each; a goodbye of the agent up to 1.5 s. */
  const toleranceMs = 1_700;

  it('lets conversations last as long as the callers need, holds included', () => {
    // Who is answered in the very moment of giving up has gone before anything was said.
    const served = ended.filter(({ call, caller }) => call.served && call.waitMs < caller.patienceMs - 200);
    expect(served.length).toBeGreaterThan(50);
    for (const { call, caller } of served) {
      expect(Math.abs(call.talkMs - caller.serviceMs), call.call).toBeLessThan(toleranceMs);
    }
    expect(served.some(({ call }) => call.holdMs > 0)).toBe(true);
  });

  it('lets callers wait as long as they have patience, and no longer', () => {
    const gaveUp = ended.filter(({ call }) => call.abandoned && call.queue !== null);
    expect(gaveUp.length).toBeGreaterThan(0);
    for (const { call, caller } of gaveUp) {
      expect(Math.abs(call.waitMs - caller.patienceMs), call.call).toBeLessThan(toleranceMs);
    }
    for (const { call, caller } of ended.filter(({ call }) => call.served)) {
      expect(call.waitMs, call.call).toBeLessThan(caller.patienceMs + toleranceMs);
    }
  });

  it('has the same callers as the day with them: what one source draws never shifts what another gets', () => {
    const plain = ({ callers }: DayPlan) =>
      callers.map(({ from, atMs, dials, patienceMs, serviceMs, agentHangsUp, promptMs }) => [
        [from, atMs, dials],
        [patienceMs, serviceMs, promptMs('menu')],
        agentHangsUp,
      ]);
    expect(plain(undisturbed)).toEqual(plain(planScenario(scenario, 7)));
  });
});

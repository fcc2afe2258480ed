import { modes, outcomes, type CommandType, type Fact, type FactOf, type Outcome } from '@legwork/core';

/** What a supervisor can do to a call. */
export const interventions = [
  'monitor',
  'whisper',
  'barge',
  'takeover',
  'transfer',
  'stop',
  'switchMode',
  'leave',
] as const;
export type InterventionName = (typeof interventions)[number];

/** How often it was asked for, by how it came out: the outcomes add up to `asked`. */
export type InterventionFigures = Readonly<Record<Outcome, number>> & {
  readonly asked: number;
  /** Of those that were not done: the reason of the refusal or the cause of the failure, and how often. */
  readonly why: Readonly<Record<string, number>>;
};

export interface InterventionBook {
  hear(fact: Fact): void;
  figures(): Readonly<Record<InterventionName, InterventionFigures>>;
}

/** Counts what supervisors ask for, from the audit. What is still under way is counted when it comes out. */
export function createInterventionBook(): InterventionBook {
  const audits = new Map<InterventionName, FactOf<'audit'>[]>(interventions.map((name) => [name, []]));
  return {
    hear(fact) {
      if (fact.type !== 'audit') return;
      const name = nameOf(fact);
      if (name !== null) audits.get(name)?.push(fact);
    },
    figures: () =>
      Object.fromEntries(interventions.map((name) => [name, figuresOf(audits.get(name) ?? [])])) as Readonly<
        Record<InterventionName, InterventionFigures>
      >,
  };
}

/** What an entry of the audit is about; null for what concerns no call, such as an agent who is sent on a break. */
export function nameOf({ what, detail }: Pick<FactOf<'audit'>, 'what' | 'detail'>): InterventionName | null {
  if (what !== 'cmd.supervise') return byCommand[what] ?? null;
  const [mode] = (detail ?? '').split(' ');
  return modes.find((one) => one === mode) ?? null;
}

const byCommand: Readonly<Partial<Record<CommandType, InterventionName>>> = {
  'cmd.takeover': 'takeover',
  'cmd.transfer': 'transfer',
  'cmd.stop': 'stop',
  'cmd.switchMode': 'switchMode',
  'cmd.leave': 'leave',
};

function figuresOf(audits: readonly FactOf<'audit'>[]): InterventionFigures {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const why: Record<string, number> = {};
  for (const audit of audits) {
    counts[audit.outcome] += 1;
    if (audit.outcome === 'done') continue;
    const reason = audit.why ?? audit.outcome;
    why[reason] = (why[reason] ?? 0) + 1;
  }
  return { asked: audits.length, ...counts, why };
}

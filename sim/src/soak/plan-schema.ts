import { modes, scopes } from '@legwork/core';
import { z } from 'zod';
import { faultNames } from '../faults/index.ts';
import { exactly } from '../kernel/index.ts';
import { numberFrom, wholeNumberFrom } from '../workload/wording.ts';
import { shapes, type ShapeName, type SoakPlan } from './plan.ts';

const ms = wholeNumberFrom(0, 86_400_000);
/** What is under way is there before a connection that broke is made again. */
const latency = wholeNumberFrom(0, 1_000);
const place = wholeNumberFrom(0, 1_000);
const text = z.string().min(1).max(1_000);

const who = exactly({ role: z.enum(['agent', 'other', 'supervisor', 'service']), n: place });
const to = exactly({ kind: z.enum(['agent', 'queue', 'number']), n: place });
const mode = z.enum(modes);
const whose = z.enum(['customer', 'agent', 'target', 'guest', 'seat']);
const wrong = ['call', 'leg', 'seat', 'agent', 'supervisor', 'queue', 'sameId', 'field', 'type', 'nothing'] as const;

const deed = z.discriminatedUnion(
  'do',
  [
    exactly({ do: z.literal('supervise'), supervisor: place, mode, scope: z.enum(scopes) }),
    exactly({ do: z.literal('takeOver'), supervisor: place, expects: z.boolean() }),
    exactly({ do: z.literal('switchMode'), supervisor: place, mode }),
    exactly({ do: z.literal('leave'), supervisor: place }),
    exactly({ do: z.enum(['transfer', 'consult', 'addParty']), who, to }),
    exactly({
      do: z.enum(['hold', 'resume', 'complete', 'cancel', 'park', 'hangUp', 'stop', 'answer', 'claim']),
      who,
    }),
    exactly({ do: z.literal('pickUp'), agent: place }),
    exactly({ do: z.literal('record'), who, on: z.boolean() }),
    exactly({ do: z.enum(['mute', 'unmute', 'digits', 'drop']), who, leg: whose }),
    exactly({
      do: z.enum(['logIn', 'ready', 'away', 'wrapUp', 'logOut', 'forceAway']),
      who,
      agent: z.union([place, z.literal('own')]),
    }),
    exactly({ do: z.literal('ringOff'), leg: whose }),
    exactly({ do: z.literal('wrong'), how: z.enum(wrong) }),
  ],
  { error: 'is no deed: what somebody does stands under do' },
);

const caller = exactly({
  afterMs: ms,
  staysMs: ms,
  happenings: z.array(exactly({ waitMs: ms, deed })).max(1_000),
});

const phone = z.discriminatedUnion(
  'kind',
  [
    exactly({ kind: z.literal('ringsOut') }),
    exactly({ kind: z.enum(['answers', 'rejects', 'busy', 'unreachable']), afterMs: ms }),
  ],
  { error: 'is no phone: its kind is one of answers, ringsOut, rejects, busy, unreachable' },
);

const fault = exactly({
  name: z.enum(faultNames),
  probability: numberFrom(0, 1).optional(),
  strikes: z
    .array(wholeNumberFrom(0))
    .optional()
    .describe('which of the times that it could strike, counted from 0; without it, by chance'),
});

const plan = exactly({
  seed: wholeNumberFrom(0),
  shape: z.enum(Object.keys(shapes) as ShapeName[]),
  latencyMs: z.tuple([latency, latency]).refine(([from, most]) => from <= most, 'the first is not above the second'),
  agents: wholeNumberFrom(0, 100_000),
  supervisors: wholeNumberFrom(0, 100_000),
  greets: z.boolean(),
  callers: z.array(caller).max(100_000),
  phones: z.array(phone).min(1).max(100_000),
  faults: z
    .array(fault)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'each fault is named once'),
  faultsUntilMs: ms,
});

/** A world's plan with the violation that it leads to. */
export const soakReplaySchema = exactly({
  legwork: z.literal('replay'),
  version: z.literal(1),
  kind: z.literal('soak'),
  expected: exactly({
    invariant: wholeNumberFrom(0, 10),
    at: ms,
    call: text.nullable(),
    what: text,
  }),
  plan,
});

/** What was read is a plan. */
export const planFrom = ({ faults, ...read }: z.output<typeof plan>): SoakPlan => ({
  ...read,
  faults: faults.map(({ name, probability, strikes }) => ({
    name,
    ...(probability === undefined ? {} : { probability }),
    ...(strikes === undefined ? {} : { strikes }),
  })),
});

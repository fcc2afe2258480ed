import { createSampler, type RandomStream, type Sampler } from '../kernel/index.ts';
import { aimOf } from './aims.ts';
import type { Doing } from './plan.ts';
import type { Scenario } from './scenario.ts';

/** Gives what an agent does during a service of some length: each kind at most once, in its first nine tenths. */
export function doingsOf(
  talks: Scenario['talks'],
  stream: (decision: string) => RandomStream,
): (serviceMs: number) => readonly Doing[] {
  const samplers = { hold: createSampler(talks.holdMs), consult: createSampler(talks.consultMs) };
  return (serviceMs) => draw(talks, samplers, serviceMs, stream);
}

function draw(
  talks: Scenario['talks'],
  samplers: { readonly hold: Sampler; readonly consult: Sampler },
  serviceMs: number,
  stream: (decision: string) => RandomStream,
): readonly Doing[] {
  // Drawn whether they happen or not: a change of one share moves nothing else.
  const [hold, consult, transfer] = [stream('hold'), stream('consult'), stream('transfer')];
  const during = (of: RandomStream): number => Math.round(serviceMs * 0.9 * of.uniform());
  const records = stream('record').chance(talks.recordShare);
  const [holds, holdAtMs, holdMs] = [hold.chance(talks.holdShare), during(hold), samplers.hold.sampleMs(hold)];
  const [consults, consultAtMs, consultMs, completes, colleague] = [
    consult.chance(talks.consultShare),
    during(consult),
    samplers.consult.sampleMs(consult),
    consult.chance(talks.completeShare),
    consult.uniform(),
  ];
  const [transfers, transferAtMs, to] = [
    transfer.chance(talks.transferShare),
    during(transfer),
    aimOf(talks.transfersTo, transfer),
  ];
  const doings: Doing[] = [];
  if (records) doings.push({ kind: 'record', atMs: 0 });
  if (holds) doings.push({ kind: 'hold', atMs: holdAtMs, forMs: Math.min(holdMs, serviceMs - holdAtMs) });
  if (consults) {
    const asked = { kind: 'agent', choice: colleague } as const;
    doings.push({ kind: 'consult', atMs: consultAtMs, forMs: consultMs, to: asked, completes });
  }
  if (transfers) doings.push({ kind: 'transfer', atMs: transferAtMs, to });
  return doings;
}

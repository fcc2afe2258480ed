import { assertNever, modes, type Mode } from '@legwork/core';
import {
  createPoissonArrivals,
  createSampler,
  type RandomStream,
  type RandomStreams,
  type Sampler,
} from '../kernel/index.ts';
import { aimOf } from './aims.ts';
import type { Intervention, ShiftPlan, Stay, SupervisorPlan } from './plan.ts';
import type { Scenario } from './scenario.ts';

const kinds = ['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop'] as const;
type Kind = (typeof kinds)[number];
type Person = Scenario['supervisors']['people'][number];

/** What one supervisor will try on the day: each kind comes by itself, at the rate of the scenario, while the supervisor is on shift. */
export function supervisorOf(scenario: Scenario, { id, shifts }: Person, streams: RandomStreams): SupervisorPlan {
  const interventions = kinds.flatMap((kind) => interventionsOf(scenario, kind, { id, shifts }, streams));
  return { id, interventions: interventions.sort((one, other) => one.atMs - other.atMs) };
}
function interventionsOf(
  { supervisors, day }: Scenario,
  kind: Kind,
  { id, shifts }: Person,
  streams: RandomStreams,
): readonly Intervention[] {
  const stream = streams.stream(`supervisors/${id}/${kind}`);
  const stays = createSampler(supervisors.staysMs);
  const length = { startMs: day.fromMs, intervalMs: day.toMs - day.fromMs, perHour: [supervisors.perHour[kind]] };
  const arrivals = createPoissonArrivals(length, streams.stream(`supervisors/${id}/${kind}/times`));
  const found: Intervention[] = [];
  for (let atMs = arrivals.nextMs(); atMs < Infinity; atMs = arrivals.nextMs()) {
    const choice = stream.uniform();
    const [follows, stay] = [
      stream.chance(supervisors.followShare),
      stayOf(supervisors.switchShare, kind, stays, stream),
    ];
    const to = aimOf(supervisors.transfersTo, stream);
    const meets = stream.chance(supervisors.rivalShare);
    if (!isThere(shifts, atMs)) continue;
    const others = supervisors.people.filter((other) => other.id !== id && isThere(other.shifts, atMs));
    const about = { atMs, choice, rivals: [] };
    const contested = { ...about, rivals: meets ? others.map((other) => other.id) : [] };
    switch (kind) {
      case 'monitor':
      case 'whisper':
      case 'barge':
        found.push({ ...about, kind: 'supervise', mode: kind, follows, stays: stay });
        break;
      case 'takeover':
      case 'stop':
        found.push({ ...contested, kind });
        break;
      case 'transfer':
        found.push({ ...contested, kind, to });
        break;
      default:
        assertNever(kind);
    }
  }
  return found;
}

const isThere = (shifts: readonly ShiftPlan[], atMs: number): boolean =>
  shifts.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);

function stayOf(switchShare: number, kind: Kind, stays: Sampler, stream: RandomStream): Stay {
  const forMs = stays.sampleMs(stream);
  const switches = stream.chance(switchShare);
  const others: readonly Mode[] = modes.filter((mode) => mode !== kind);
  const mode = stream.pick(others);
  const nextMs = stays.sampleMs(stream);
  return { forMs, next: switches ? { mode, forMs: nextMs } : null };
}

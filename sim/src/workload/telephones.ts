import { createSampler, type RandomStreams } from '../kernel/index.ts';
import type { EndpointBehaviour, Ring } from '../switch/index.ts';
import type { Scenario } from './scenario.ts';

/** Everybody answers as the scenario says of their kind; what one telephone does never depends on another. */
export function answeringAs({ telephones }: Scenario): (ring: Ring, streams: RandomStreams) => EndpointBehaviour {
  const kinds = {
    agents: { ...telephones.agents, answer: createSampler(telephones.agents.answerMs) },
    supervisors: { ...telephones.supervisors, answer: createSampler(telephones.supervisors.answerMs) },
    numbers: { ...telephones.numbers, answer: createSampler(telephones.numbers.answerMs) },
  };
  return ({ to }, streams) => {
    const kind = to.startsWith('agent/') ? 'agents' : to.startsWith('supervisor/') ? 'supervisors' : 'numbers';
    const { answer, missShare, busyShare, rejectShare, unreachableShare } = kinds[kind];
    const stream = streams.stream(`telephone/${to}`);
    const afterMs = answer.sampleMs(stream);
    let left = stream.uniform();
    if (left < missShare) return { kind: 'ringsOut' };
    left -= missShare;
    if (left < busyShare) return { kind: 'busy', afterMs: 500 };
    left -= busyShare;
    if (left < rejectShare) return { kind: 'rejects', afterMs };
    left -= rejectShare;
    return left < unreachableShare ? { kind: 'unreachable', afterMs: 500 } : { kind: 'answers', afterMs };
  };
}

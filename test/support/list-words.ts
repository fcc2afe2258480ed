import { callProof } from './proof/call.ts';
import { crossingProof, doorProof, washerProof } from './proof/foreign.ts';
import { prove, type Silent } from './proof/prove.ts';
import { agentProof, legProof, seatProof } from './proof/small.ts';

/**
 * Lists the words of a machine's programs that no state executes which the proof explores, with what they are and why:
 *
 *   node test/support/list-words.ts call
 */
const words: { readonly [machine: string]: () => readonly Silent[] } = {
  call: () => prove(callProof).notExecuted,
  leg: () => prove(legProof).notExecuted,
  seat: () => prove(seatProof).notExecuted,
  agent: () => prove(agentProof).notExecuted,
  door: () => prove(doorProof).notExecuted,
  crossing: () => prove(crossingProof).notExecuted,
  washer: () => prove(washerProof).notExecuted,
};

for (const machine of process.argv.slice(2)) {
  for (const { at, type, address, reads, why } of words[machine]?.() ?? [])
    process.stdout.write(`${machine} ${why} ${type} in ${at} at ${address}: ${reads}\n`);
}

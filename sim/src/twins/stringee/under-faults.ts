import type { SwitchEffect } from '@legwork/core';
import type { TwinFaults } from '../faults/index.ts';
import { rewritten } from './asking.ts';
import type { Told } from './ground.ts';
import { done, failed, type Reply } from './reply.ts';
import type { Wanted } from './requests.ts';

/** Lets faults strike a request on its way. `run` carries it out as it arrives. */
export function askUnderFaults(
  faults: TwinFaults<Told>,
  wanted: Wanted,
  effects: readonly SwitchEffect[],
  run: (wanted: Wanted, ringMs: number | null) => Reply,
  answer: (reply: Reply) => void,
): void {
  const [first] = effects;
  let isAnswered = false;
  const answerOnce = (reply: Reply): void => {
    if (isAnswered) return;
    isAnswered = true;
    answer(reply);
  };
  faults.ask(effects, {
    accept: () => answerOnce(done()),
    refuse: (reason) => answerOnce(failed('notNow', `the request failed: ${reason}`)),
    perform(became) {
      const sent = rewritten(wanted, effects, became);
      const reply = run(sent.wanted, sent.ringMs);
      const isUntold = reply.body.r !== 0 && first !== undefined && faults.refusal(first, 'failed') === 'untold';
      answerOnce(isUntold ? done() : reply);
    },
  });
}

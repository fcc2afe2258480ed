import type { SwitchEffect } from '@legwork/core';
import type { TwinFaults } from '../faults/index.ts';
import { acceptance, refusal, rewritten } from './asking.ts';
import type { ToldOfTwin } from './ground.ts';
import type { Asked, Reply } from './reply.ts';

/** Lets faults strike a request on its way. `run` carries it out as it arrives. */
export function askUnderFaults(
  faults: TwinFaults<ToldOfTwin>,
  asked: Asked,
  effects: readonly SwitchEffect[],
  run: (asked: Asked) => Reply,
  answer: (reply: Reply) => void,
): void {
  const [first] = effects;
  let isAnswered = false;
  const done = (reply: Reply): void => {
    if (isAnswered) return;
    isAnswered = true;
    answer(reply);
  };
  faults.ask(effects, {
    accept: () => done(acceptance(asked)),
    refuse: (reason) => done(refusal(reason)),
    perform(became) {
      const reply = run(rewritten(asked, effects, became));
      const isUntold = reply.status >= 400 && first !== undefined && faults.refusal(first, 'failed') === 'untold';
      done(isUntold ? acceptance(asked) : reply);
    },
  });
}

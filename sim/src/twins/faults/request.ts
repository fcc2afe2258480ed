import type { SwitchEffect } from '@legwork/core';
import type { TwinFaults } from './at-work.ts';

/** A request of a client that gets one reply. */
export interface TwinRequest<Reply> {
  /** What it asks for, in the words of the port. */
  readonly effects: readonly SwitchEffect[];
  /** Carries it out as it arrives, with the effects as they have become on their way. */
  readonly perform: (became: readonly SwitchEffect[]) => Reply;
  readonly isRefusal: (reply: Reply) => boolean;
  /** How it is answered where it has been accepted, and is not done. */
  readonly acceptance: () => Reply;
  readonly refusal: (reason: string) => Reply;
}

/** Lets faults strike a request on its way. Whatever becomes of it, it is answered once at most. */
export function strikeRequest<Told, Reply>(
  faults: TwinFaults<Told>,
  { effects, perform, isRefusal, acceptance, refusal }: TwinRequest<Reply>,
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
    accept: () => answerOnce(acceptance()),
    refuse: (reason) => answerOnce(refusal(reason)),
    perform(became) {
      const reply = perform(became);
      const isUntold = isRefusal(reply) && first !== undefined && faults.refusal(first, 'failed') === 'untold';
      answerOnce(isUntold ? acceptance() : reply);
    },
  });
}

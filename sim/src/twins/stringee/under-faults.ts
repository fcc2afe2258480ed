import type { SwitchEffect } from '@legwork/core';
import { strikeRequest, type TwinFaults } from '../faults/index.ts';
import { rewritten } from './asking.ts';
import type { Told } from './ground.ts';
import { done, failed, type Reply } from './reply.ts';
import type { Wanted } from './requests.ts';

/** Lets faults strike a request on its way. `run` carries it out as it arrives; `ringMs` where its time to ring is another. */
export const askUnderFaults = (
  faults: TwinFaults<Told>,
  wanted: Wanted,
  effects: readonly SwitchEffect[],
  run: (wanted: Wanted, ringMs: number | null) => Reply,
  answer: (reply: Reply) => void,
): void =>
  strikeRequest(
    faults,
    {
      effects,
      perform(became) {
        const sent = rewritten(wanted, effects, became);
        return run(sent.wanted, sent.ringMs);
      },
      isRefusal: ({ body }) => body.r !== 0,
      acceptance: () => done(),
      refusal: (reason) => failed('notNow', `the request failed: ${reason}`),
    },
    answer,
  );

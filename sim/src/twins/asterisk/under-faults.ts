import type { SwitchEffect } from '@legwork/core';
import { strikeRequest, type TwinFaults } from '../faults/index.ts';
import { acceptance, refusal, rewritten } from './asking.ts';
import type { ToldOfTwin } from './ground.ts';
import type { Asked, Reply } from './reply.ts';

/** Lets faults strike a request on its way. `run` carries it out as it arrives. */
export const askUnderFaults = (
  faults: TwinFaults<ToldOfTwin>,
  asked: Asked,
  effects: readonly SwitchEffect[],
  run: (asked: Asked) => Reply,
  answer: (reply: Reply) => void,
): void =>
  strikeRequest(
    faults,
    {
      effects,
      perform: (became) => run(rewritten(asked, effects, became)),
      isRefusal: ({ status }) => status >= 400,
      acceptance: () => acceptance(asked),
      refusal,
    },
    answer,
  );

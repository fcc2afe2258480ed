import { once } from 'node:events';
import { createStringeeTwin } from '@legwork/sim/twins/stringee';
import { machineTime } from '../serve/machine-time.ts';
import { serveControl } from '../twins/control.ts';
import { farEndsOf } from '../twins/far-ends.ts';
import { createPhones } from '../twins/phones.ts';
import { hmac, sendWebhook, serveStringee } from '../twins/serve-stringee.ts';
import { faultsNamed } from './faults-named.ts';
import { openFactsIn } from './open-facts.ts';

export interface StringeeTwinCommand {
  readonly answerUrl: string;
  readonly eventUrl: string;
  readonly port: number;
  readonly control: number;
  readonly seed: number;
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly signingSecret: string;
  readonly open?: readonly string[];
  readonly fault?: readonly string[];
}

/** Serves a Stringee twin until Ctrl-C: whatever asks its REST API, and answers its webhooks, can be tested on it. */
export async function twinStringee(command: StringeeTwinCommand): Promise<void> {
  const { answerUrl, eventUrl, port, control, seed, open = [], fault = [] } = command;
  const phones = createPhones(1_000);
  const twin = createStringeeTwin({
    ...openFactsIn(open),
    time: machineTime(),
    seed,
    hmac,
    send: sendWebhook,
    apiKeySid: command.apiKeySid,
    apiKeySecret: command.apiKeySecret,
    signingSecret: command.signingSecret,
    project: () => ({ answerUrl, eventUrl }),
    number: () => ({ answerUrl }),
    answering: ({ number }) => phones.behaviourOf(number),
    faults: faultsNamed(fault).map((name) => ({ name })),
  });
  const served = await serveStringee(twin, port);
  const farEnds = farEndsOf(
    { ...twin, channels: () => twin.parties(), hold: () => false },
    { idOf: ({ id }) => id, call: (from, to) => placeCall(twin, from, to) },
    phones,
  );
  const controlled = await serveControl(farEnds, control);
  process.stdout.write(
    `REST http://127.0.0.1:${served.port}/v1 for the API key ${command.apiKeySid}, control http://127.0.0.1:${controlled.port}: POST /calls {"from":"0901","to":"1900"}, or from the user of an app\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await controlled.close();
  await served.close();
}

/** Phones call numbers; whoever has another name is the user of an app. */
const placeCall = (twin: ReturnType<typeof createStringeeTwin>, from: string, to: string): string =>
  (/^\+?\d+$/.test(from) ? twin.call({ from, to }) : twin.makeCall({ userId: from, to })) ?? '';

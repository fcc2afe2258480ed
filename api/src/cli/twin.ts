import { once } from 'node:events';
import type { TimeSource } from '@legwork/sim';
import { createFreeswitchTwin } from '@legwork/sim/twins/freeswitch';
import { serveControl } from '../twins/control.ts';
import { createPhones, farEndsOf } from '../twins/freeswitch-far-ends.ts';
import { reachByTcp, serveFreeswitch } from '../twins/serve-freeswitch.ts';
import { faultsNamed } from './faults-named.ts';

export interface TwinOptions {
  readonly port: number;
  readonly control: number;
  readonly seed: number;
  readonly password: string;
  readonly fault?: readonly string[];
}

const time: TimeSource = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon: (run) => void setImmediate(run),
};

/** Serves a FreeSWITCH twin until Ctrl-C: anybody's ESL application can be tested on it. */
export async function twinFreeswitch({ port, control, seed, password, fault = [] }: TwinOptions): Promise<void> {
  const faults = faultsNamed(fault).map((name) => ({ name }));
  const phones = createPhones(1_000);
  const twin = createFreeswitchTwin({
    time,
    seed,
    password,
    faults,
    reach: reachByTcp,
    answering: ({ user }) => phones.behaviourOf(user),
  });
  const served = await serveFreeswitch(twin, port);
  const controlled = await serveControl(farEndsOf(twin, phones), control);
  process.stdout.write(
    `event socket 127.0.0.1:${served.port}, control http://127.0.0.1:${controlled.port}: POST /calls {"from":"0901","to":"1900"}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await controlled.close();
  await served.close();
}

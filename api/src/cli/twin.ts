import { once } from 'node:events';
import { createFreeswitchTwin } from '@legwork/sim/twins/freeswitch';
import { machineTime } from '../serve/machine-time.ts';
import { serveControl } from '../twins/control.ts';
import { farEndsOf } from '../twins/far-ends.ts';
import { createPhones } from '../twins/phones.ts';
import { reachByTcp, serveFreeswitch } from '../twins/serve-freeswitch.ts';
import { faultsNamed } from './faults-named.ts';

export interface TwinOptions {
  readonly port: number;
  readonly control: number;
  readonly seed: number;
  readonly password: string;
  readonly fault?: readonly string[];
}

/** Serves a FreeSWITCH twin until Ctrl-C: anybody's ESL application can be tested on it. */
export async function twinFreeswitch({ port, control, seed, password, fault = [] }: TwinOptions): Promise<void> {
  const faults = faultsNamed(fault).map((name) => ({ name }));
  const phones = createPhones(1_000);
  const twin = createFreeswitchTwin({
    time: machineTime(),
    seed,
    password,
    faults,
    reach: reachByTcp,
    answering: ({ user }) => phones.behaviourOf(user),
  });
  const served = await serveFreeswitch(twin, port);
  const controlled = await serveControl(
    farEndsOf(twin, { idOf: ({ uuid }) => uuid, call: (from, to) => twin.call({ from, to }) }, phones),
    control,
  );
  process.stdout.write(
    `event socket 127.0.0.1:${served.port}, control http://127.0.0.1:${controlled.port}: POST /calls {"from":"0901","to":"1900"}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await controlled.close();
  await served.close();
}

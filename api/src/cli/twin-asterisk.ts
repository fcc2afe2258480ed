import { once } from 'node:events';
import { createAsteriskTwin } from '@legwork/sim/twins/asterisk';
import { machineTime } from '../serve/machine-time.ts';
import { serveControl } from '../twins/control.ts';
import { farEndsOf } from '../twins/far-ends.ts';
import { createPhones } from '../twins/phones.ts';
import { serveAsterisk } from '../twins/serve-asterisk.ts';
import { faultsNamed } from './faults-named.ts';

export interface AsteriskTwinCommand {
  readonly port: number;
  readonly ami: number;
  readonly control: number;
  readonly seed: number;
  readonly fault?: readonly string[];
}

/** Serves an Asterisk twin until Ctrl-C: anybody's ARI or AMI application can be tested on it. */
export async function twinAsterisk({ port, ami, control, seed, fault = [] }: AsteriskTwinCommand): Promise<void> {
  const phones = createPhones(1_000);
  const twin = createAsteriskTwin({
    time: machineTime(),
    seed,
    answering: ({ endpoint }) => phones.behaviourOf(endpoint.replace(/^[^/]+\//, '')),
    extension: (exten, context) =>
      context === 'phones' && exten === '201'
        ? { app: 'Dial', endpoint: 'PJSIP/agent' }
        : { app: 'Stasis', application: applicationIn(exten) },
    faults: faultsNamed(fault).map((name) => ({ name })),
  });
  const served = await serveAsterisk(twin, { http: port, manager: ami });
  const controlled = await serveControl(
    farEndsOf(twin, { idOf: ({ id }) => id, call: (from, to) => twin.call({ user: from, to }) }, phones),
    control,
  );
  process.stdout.write(
    `ARI http://127.0.0.1:${served.http}/ari and AMI 127.0.0.1:${served.manager} for legwork:loopback, control http://127.0.0.1:${controlled.port}: POST /calls {"from":"0901","to":"1900"}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await controlled.close();
  await served.close();
}

/** `stasis-NAME` enters the application of that name, 201 is a plain call to `agent`, and everything else enters `legwork`. */
const applicationIn = (exten: string): string => /^stasis-(\w+)$/.exec(exten)?.[1] ?? 'legwork';

import { asId } from '@legwork/core';
import type { Endpoint, NativeId, SwitchEvent } from '@legwork/core';
import type { TimeSource } from '@legwork/sim';
import { createSimulation } from '../../sim/src/kernel/index.ts';
import { asPort, createSimulatedSwitch } from '../../sim/src/switch/index.ts';
import type { EndpointBehaviour, SwitchShape } from '../../sim/src/switch/index.ts';
import { ofEachPhone, openEars } from './switch-contract/ears.ts';
import { phoneNames, type Answering, type Phone, type PhoneName, type SwitchRig } from './switch-contract/rig.ts';

const behaviours: Readonly<Record<Answering, EndpointBehaviour>> = {
  answers: { kind: 'answers', afterMs: 100 },
  ringsOut: { kind: 'ringsOut' },
  rejects: { kind: 'rejects', afterMs: 200 },
  isBusy: { kind: 'busy', afterMs: 100 },
};

interface Line {
  readonly name: PhoneName;
  answering: Answering;
  leg: NativeId | null;
  isCaller: boolean;
  digits: string;
}

/** The simulated switch with phones, in virtual time. */
export function openSimulatedRig(shape: SwitchShape): SwitchRig & { readonly time: TimeSource } {
  const simulation = createSimulation<() => void>((run) => run());
  const lines = phoneNames.map((name): Line => ({
    name,
    answering: 'answers',
    leg: null,
    isCaller: false,
    digits: '',
  }));
  const recordings = new Map<string, Set<PhoneName>>();
  let callers = 0;

  const port = asPort((emit) =>
    createSimulatedSwitch({
      ...shape,
      id: asId('sw'),
      schedule(delayMs, run) {
        const handle = simulation.after(delayMs, run);
        return () => simulation.cancel(handle);
      },
      latency: () => 5,
      answering({ native, to }) {
        const line = lines.find(({ name }) => name === to);
        if (line === undefined) return { kind: 'unreachable', afterMs: 100 };
        if (line.answering !== 'isBusy') Object.assign(line, { leg: native, isCaller: false });
        return behaviours[line.answering];
      },
      promptMs: () => 500,
      emit,
      witness,
    }),
  );
  const { simulated } = port;

  function witness(event: SwitchEvent): void {
    for (const line of lines) {
      if (line.leg !== null && simulated.leg(line.leg) === undefined) line.leg = null;
      if (event.type === 'leg.digits' && event.sent && event.native === line.leg) line.digits += event.digits;
    }
    ears.listen();
    if ('call' in event && event.type === 'record.started') recordings.set(event.call, new Set());
    for (const { name, leg } of lines) {
      if (leg === null || !simulated.records(leg)) continue;
      for (const recording of recordings.values()) recording.add(name);
    }
  }

  const ears = openEars(
    () => lines.flatMap(({ name, leg }) => (leg === null ? [] : [{ name, leg }])),
    (listener, speaker) => simulated.hears(listener, speaker),
  );

  function phoneOf(name: PhoneName): Phone {
    const line = lines.find((one) => one.name === name);
    if (line === undefined) throw new Error(`no such phone: ${name}`);
    return {
      endpoint: asId<Endpoint>(name),
      set(answering) {
        line.answering = answering;
      },
      call(to) {
        callers += 1;
        Object.assign(line, { leg: asId<NativeId>(`caller-${callers}`), isCaller: true });
        simulated.offer({ native: asId(`caller-${callers}`), from: asId(name), to });
      },
      hangUp() {
        if (line.leg !== null) simulated.hangUp(line.leg);
        line.leg = null;
      },
      press(digits) {
        if (line.leg !== null) simulated.pressDigits(line.leg, digits);
      },
      state() {
        const leg = line.leg === null ? undefined : simulated.leg(line.leg);
        if (leg === undefined) return 'idle';
        if (leg.up) return 'talking';
        return line.isCaller ? 'calling' : 'ringing';
      },
      digits: () => line.digits,
    };
  }

  return {
    id: simulated.id,
    time: {
      now: () => simulation.now(),
      after(delayMs, run) {
        const handle = simulation.after(delayMs, run);
        return () => simulation.cancel(handle);
      },
      soon: (run) => void Promise.resolve().then(run),
    },
    port,
    phones: ofEachPhone(phoneOf),
    hotline: asId('1900'),
    nowhere: asId('nowhere'),
    prompt: 'welcome',
    pass(ms) {
      simulation.runUntil(simulation.now() + ms);
      return Promise.resolve();
    },
    hearing: () => Promise.resolve(ears.hearing()),
    everHeard: () => ears.everHeard(),
    recorded: (call) => Promise.resolve([...(recordings.get(call) ?? [])]),
    async whileLost(happen) {
      simulated.lose();
      await happen();
      simulated.comeBack();
    },
    restart() {
      simulated.restart();
      for (const line of lines) line.leg = null;
      simulated.comeBack();
      return Promise.resolve();
    },
    foreignCall() {
      const legs = (['customer', 'agent'] as const).map((role) => {
        callers += 1;
        const native = asId<NativeId>(`other-${callers}`);
        const line = lines.find(({ name }) => name === role);
        if (line !== undefined) Object.assign(line, { leg: native, isCaller: role === 'customer' });
        return { native, role, endpoint: asId<Endpoint>(role) };
      });
      simulated.find(legs);
    },
    leftOver: () => Promise.resolve(simulated.legs().map(({ native }) => native)),
    close: () => port.close(),
  };
}

import { createServer, type Socket } from 'node:net';
import { asId, type SwitchEvent } from '@legwork/core';
import { FreeswitchFault, OptionsFault, openSwitch, type FaultKind } from '@legwork/freeswitch';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serveFreeswitch } from '../../api/src/twins/serve-freeswitch.ts';
import {
  createFreeswitchTwin,
  offerToLegwork,
  type FreeswitchTwin,
  type TwinEvent,
} from '../../sim/src/twins/freeswitch/index.ts';
import { systemTime } from '../support/system-time.ts';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { openDesk, type Desk } from '../support/switch-contract/desk.ts';
import { until } from '../support/freeswitch/until.ts';

type RigOptions = Parameters<typeof openFreeswitchRig>[0];

const openAt = async (options: RigOptions = {}): Promise<Desk & { readonly twin: FreeswitchTwin }> => {
  const rig = await openFreeswitchRig(options);
  onTestFinished(() => rig.close());
  return { ...openDesk(rig), twin: rig.twin };
};

/** A machine that takes connections and does with them what it likes. */
const strange = (greet: (socket: Socket) => void): Promise<number> =>
  new Promise((resolve) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      greet(socket);
    });
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** What is wrong with whoever listens there: it is opened in vain, or waited for and told of. */
const faultAt = async (port: number): Promise<unknown> => {
  const told: unknown[] = [];
  const options = { id: asId('sw'), host: '127.0.0.1', port, password: 'p', dial: 'sofia/{to}' };
  const times = { answerMs: 300, firstBackoffMs: 60_000, longestBackoffMs: 60_000 };
  try {
    const opened = await openSwitch({ ...options, times, onFault: (fault) => void told.push(fault) });
    onTestFinished(() => opened.close());
  } catch (fault) {
    return fault;
  }
  return told[0];
};

describe('a FreeSWITCH that cannot be used', () => {
  const ask = 'Content-Type: auth/request\n\n';
  test.for<[FaultKind, string, (socket: Socket) => void]>([
    [
      'authentication',
      'does not take the password',
      (socket) => {
        socket.write(ask);
        socket.once('data', () => socket.end('Content-Type: command/reply\nReply-Text: -ERR invalid\n\n'));
      },
    ],
    [
      'refused',
      'keeps us out',
      (socket) => socket.end('Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n'),
    ],
    ['protocol', 'is something else', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\n\n')],
    ['network', 'says nothing', () => undefined],
    ['network', 'hangs up', (socket) => socket.destroy()],
    [
      'silence',
      'answers no command',
      (socket) => {
        socket.write(ask);
        socket.once('data', () => socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n'));
      },
    ],
  ])('%s: it %s', async ([kind, , greet]) => {
    const fault = await faultAt(await strange(greet));
    expect(fault).toBeInstanceOf(FreeswitchFault);
    expect(fault).toMatchObject({ kind });
    expect(String(fault)).not.toContain('auth p');
  });

  test('is told of where nobody listens', async () => {
    const port = await strange(() => undefined);
    expect(await faultAt(port === 1 ? 2 : 1)).toMatchObject({ kind: 'network' });
  });

  test('is waited for where it is not there yet, and told to be there when it is', async () => {
    const served = await serveFreeswitch(
      createFreeswitchTwin({ time: systemTime, answering: () => ({ kind: 'ringsOut' }) }),
      0,
    );
    onTestFinished(() => served.close());
    served.keepOut(true);
    const options = { id: asId('sw'), host: '127.0.0.1', port: served.port, password: 'ClueCon', dial: 'sofia/{to}' };
    const times = { firstBackoffMs: 20, longestBackoffMs: 20, settleMs: 20 };
    const opened = await openSwitch({ ...options, times });
    onTestFinished(() => opened.close());
    const told = new Promise<SwitchEvent>((resolve) => opened.events.subscribe(resolve));
    await expect(opened.snapshot()).rejects.toThrow('no connection');
    served.keepOut(false);
    expect(await told).toMatchObject({ type: 'switch.back', snapshot: { legs: [] } });
  });

  test('has options that could run something', async () => {
    for (const dial of ['sofia/{to} &system(id)', 'sofia/nobody', 'a/{to},b/{to}']) {
      await expect(openSwitch({ id: asId('sw'), host: 'h', password: 'p', dial })).rejects.toThrow(OptionsFault);
    }
  });
});

describe('a connection', () => {
  test('that falls silent is made anew', async () => {
    const kinds: FaultKind[] = [];
    const desk = await openAt({
      heartbeatMs: 1e9,
      times: { silenceMs: 250 },
      onFault: ({ kind }) => void kinds.push(kind),
    });
    await desk.until('the switch to be back', () => desk.events.some(({ type }) => type === 'switch.back'));
    expect(kinds[0]).toBe('silence');
    expect(desk.events[0]?.type).toBe('switch.lost');
  });

  test('whose events come too late is closed by us, before FreeSWITCH has to wait', async () => {
    const kinds: FaultKind[] = [];
    const isLate = ({ name }: TwinEvent): boolean => name === 'CHANNEL_ANSWER';
    const desk = await openAt({
      deliver: (event) => [isLate(event) ? 700 : 0],
      times: { lagMs: 300 },
      onFault: ({ kind }) => void kinds.push(kind),
    });
    desk.ask({ do: 'dial', leg: desk.newLeg(), to: desk.rig.phones.agent.endpoint });
    await desk.until('the switch to be back', () => desk.events.some(({ type }) => type === 'switch.back'));
    expect(kinds).toEqual(['lag']);
    const back = desk.events.find(({ type }) => type === 'switch.back');
    expect(back).toMatchObject({ snapshot: { legs: [{ up: true }] } });
  });

  test('that is gone refuses what is asked for, and asks nobody too often', async () => {
    let attempts = 0;
    const desk = await openAt({
      onFault: () => void (attempts += 1),
      times: { firstBackoffMs: 40, longestBackoffMs: 400 },
    });
    await desk.rig.whileLost(async () => {
      await desk.until('the loss', () => desk.events.some(({ type }) => type === 'switch.lost'));
      expect(await desk.did({ do: 'dial', leg: desk.newLeg() })).toBe('disconnected');
      await until('several attempts', () => attempts > 5);
    });
    await desk.until('the switch to be back', () => desk.events.some(({ type }) => type === 'switch.back'));
    expect(desk.events.filter(({ type }) => type === 'switch.lost')).toHaveLength(1);
  });
});

describe('whoever begins to listen', () => {
  test('is told first that the switch is there, with all that is on it, callers who wait and calls of others included', async () => {
    const twin = createFreeswitchTwin({
      time: systemTime,
      answering: () => ({ kind: 'answers', afterMs: 20 }),
      extension: (to) => (to === '9000' ? ['bridge:sofia/lab/agent@127.0.0.1'] : offerToLegwork),
    });
    const served = await serveFreeswitch(twin, 0);
    onTestFinished(() => served.close());
    const waiting = twin.call({ from: '0901', to: '1900' });
    twin.call({ from: '0902', to: '9000' });
    await until('the others to talk', () => twin.channels().filter(({ isAnswered }) => isAnswered).length === 2);
    await until('and to have been bridged', () =>
      twin.hears(twin.channels()[1]?.uuid ?? '', twin.channels()[2]?.uuid ?? ''),
    );
    const port = await openSwitch({
      id: 'sw',
      host: '127.0.0.1',
      port: served.port,
      password: 'ClueCon',
      dial: 'sofia/lab/{to}',
    });
    onTestFinished(() => port.close());
    const told: SwitchEvent[] = [];
    port.events.subscribe((event) => told.push(event));
    expect(told).toMatchObject([
      {
        type: 'switch.back',
        epoch: twin.coreUuid,
        snapshot: { legs: [{ native: waiting, up: false, at: 'none', offered: { from: '0901', to: '1900' } }] },
      },
      {
        type: 'call.found',
        legs: [
          { role: 'customer', endpoint: '0902' },
          { role: 'agent', endpoint: 'agent' },
        ],
      },
    ]);
  });
});

describe('events that do not come as they should', () => {
  const times = (counts: Readonly<Record<string, readonly number[]>>) => ({
    deliver: ({ name }: TwinEvent) => counts[name] ?? [0],
  });

  test.for([
    ['CHANNEL_HANGUP is lost', times({ CHANNEL_HANGUP: [] })],
    ['only CHANNEL_DESTROY comes', times({ CHANNEL_HANGUP: [], CHANNEL_HANGUP_COMPLETE: [] })],
    ['CHANNEL_HANGUP comes three times', times({ CHANNEL_HANGUP: [0, 0, 30] })],
  ] as const)('a leg ends once where %s', async ([, options]) => {
    const desk = await openAt(options);
    const leg = await desk.dials('agent');
    desk.rig.phones.agent.hangUp();
    await desk.sees(leg, 'ended');
    await desk.rig.pass(60);
    expect(desk.story(leg).filter((told) => told.startsWith('ended'))).toEqual(['ended normal']);
  });

  test('whose end nobody told is known by the next request', async () => {
    const desk = await openAt(times({ CHANNEL_HANGUP: [], CHANNEL_HANGUP_COMPLETE: [], CHANNEL_DESTROY: [] }));
    const leg = await desk.dials('agent');
    desk.rig.phones.agent.hangUp();
    await desk.until('the phone to be idle', async () => (await desk.rig.leftOver()).length === 0);
    expect(await desk.did({ do: 'hangUp', leg })).toBe('noSuchLeg');
  });

  test('whoever is placed and is not there any more, untold, has ended: nothing is asked for again and again', async () => {
    const desk = await openAt(times({ CHANNEL_HANGUP: [], CHANNEL_HANGUP_COMPLETE: [], CHANNEL_DESTROY: [] }));
    const [one, other] = [await desk.dials('agent'), await desk.dials('colleague')];
    expect(await desk.did({ do: 'join', leg: one })).toBe('done');
    desk.rig.phones.agent.hangUp();
    await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
    expect(await desk.did({ do: 'join', leg: other })).not.toBe('done');
    await desk.sees(one, 'ended lost');
    expect(await desk.did({ do: 'join', leg: other })).toBe('done');
    desk.rig.phones.colleague.hangUp();
    await desk.until('the phone to be idle', () => desk.rig.phones.colleague.state() === 'idle');
    expect(await desk.did({ do: 'treat', leg: other })).toBe('ended lost');
  });

  test('a dialling whose end nobody told is told by its job', async () => {
    const desk = await openAt(times({ CHANNEL_HANGUP: [], CHANNEL_HANGUP_COMPLETE: [], CHANNEL_DESTROY: [] }));
    desk.rig.phones.agent.set('isBusy');
    const leg = desk.newLeg();
    desk.ask({ do: 'dial', leg, to: desk.rig.phones.agent.endpoint });
    await desk.sees(leg, 'ended busy');
  });

  test('a tap is confirmed in whatever order the two legs tell of it', async () => {
    for (const late of ['MEDIA_BUG_START', 'CHANNEL_EXECUTE']) {
      const desk = await openAt(times({ [late]: [80] }));
      const { agent } = await desk.talk();
      const supervisor = await desk.dials('supervisor');
      expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer supervisor', supervisor: 'customer agent' });
      await desk.clear();
    }
  });

  test('a bridge that is never told is not claimed: it is unconfirmed, and everybody can be placed again', async () => {
    let isLosing = true;
    const desk = await openAt({
      deliver: ({ name }) => (name === 'CHANNEL_BRIDGE' && isLosing ? [] : [0]),
      times: { confirmMs: 300 },
    });
    const [one, other] = [await desk.dials('agent'), await desk.dials('colleague')];
    expect(await desk.did({ do: 'join', leg: one })).toBe('done');
    expect(await desk.did({ do: 'join', leg: other })).toBe('unconfirmed');
    isLosing = false;
    expect(await desk.did({ do: 'treat', leg: one })).toBe('done');
    expect(await desk.did({ do: 'join', leg: one })).toBe('done');
    expect(await desk.did({ do: 'join', leg: other })).toBe('done');
    await desk.hears({ agent: 'colleague', colleague: 'agent' });
  });
});

describe('whoever is listened to', () => {
  /** Customer and agent talk with each other, by others' doing and past FreeSWITCH. */
  const bypassed = async (desk: Desk) => {
    desk.rig.phones.customer.call(asId('9001'));
    await desk.until('the call to be found', () => desk.events.some(({ type }) => type === 'call.found'));
    await desk.hears({ customer: 'agent', agent: 'customer' });
    const found = desk.events.find(({ type }) => type === 'call.found');
    const agent = found?.type === 'call.found' ? found.legs.find(({ role }) => role === 'agent') : undefined;
    return agent?.native ?? '';
  };

  test('past FreeSWITCH is called back first, and then heard by the supervisor', async () => {
    const desk = await openAt();
    const agent = await bypassed(desk);
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })).toBe('done');
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'agent customer' });
  });

  test('past FreeSWITCH from before we came is called back, too', async () => {
    const desk = await openAt();
    await desk.rig.whileLost(async () => {
      await desk.until('the loss', () => desk.events.some(({ type }) => type === 'switch.lost'));
      desk.rig.phones.customer.call(asId('9001'));
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
    await desk.until('the call to be found', () => desk.events.some(({ type }) => type === 'call.found'));
    const found = desk.events.find(({ type }) => type === 'call.found');
    const [customer] = found?.type === 'call.found' ? found.legs : [];
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: customer?.native ?? '', mode: 'monitor' })).toBe(
      'done',
    );
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'agent customer' });
  });

  test('and has put the call on hold is not said to be heard: that is refused until the hold is over', async () => {
    const desk = await openAt();
    const { agent } = await desk.talk();
    const supervisor = await desk.dials('supervisor');
    desk.twin.hold(agent, true);
    await desk.until(
      'the refusal',
      async () => (await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })) === 'onHold',
    );
    desk.twin.hold(agent, false);
    await desk.until(
      'the tap',
      async () => (await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })) === 'done',
    );
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'agent customer' });
  });
});

describe('what people do', () => {
  test('a supervisor cannot make themselves heard by the keys of their phone', async () => {
    const desk = await openAt();
    const { agent } = await desk.talk();
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })).toBe('done');
    desk.rig.phones.supervisor.press('321');
    await desk.rig.pass(200);
    expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'], agent: ['customer'] });
  });

  test('a customer outlives the agent who hangs up, and waits in silence', async () => {
    const desk = await openAt();
    const { customer, agent } = await desk.talk();
    desk.rig.phones.agent.hangUp();
    await desk.sees(agent, 'ended normal');
    await desk.hears({});
    expect(desk.rig.phones.customer.state()).toBe('talking');
    const colleague = await desk.dials('colleague');
    expect(await desk.did({ do: 'join', leg: colleague })).toBe('done');
    await desk.hears({ customer: 'colleague', colleague: 'customer' });
    expect(desk.story(customer).some((told) => told.startsWith('ended'))).toBe(false);
  });

  test('whoever is left alone in a conference is taken out of it', async () => {
    const desk = await openAt();
    const { customer, agent } = await desk.talk();
    const colleague = await desk.dials('colleague');
    expect(await desk.did({ do: 'join', leg: colleague })).toBe('done');
    for (const leg of [agent, colleague]) desk.ask({ do: 'hangUp', leg });
    for (const leg of [agent, colleague]) await desk.sees(leg, 'ended');
    const manager = await desk.dials('manager');
    expect(await desk.did({ do: 'join', leg: manager })).toBe('done');
    await desk.hears({ customer: 'manager', manager: 'customer' });
    expect(desk.story(customer).at(-1)).toBe('placed main');
  });

  test('two takeovers in the same moment end with one supervisor at the customer, whoever it is', async () => {
    const desk = await openAt();
    const { agent } = await desk.talk();
    const [supervisor, manager] = [await desk.dials('supervisor'), await desk.dials('manager')];
    desk.ask({ do: 'join', leg: supervisor, instead: agent });
    desk.ask({ do: 'join', leg: manager, instead: supervisor });
    await desk.hears({ customer: 'manager', manager: 'customer' });
  });

  test('nothing that is dialled runs anything else', async () => {
    const desk = await openAt();
    for (const to of ['100\n\napi hupall', '{a=b}error/USER_BUSY', "1'&system(id)", 'a,b', '^^:x', '${system(id)}']) {
      expect(await desk.did({ do: 'dial', leg: desk.newLeg(), to })).toBe('unsafe endpoint');
    }
    expect(await desk.rig.leftOver()).toEqual([]);
    const leg = await desk.dials('agent');
    expect(await desk.did({ do: 'digits', leg, digits: '1;2' })).toBe('unsafe digits');
    expect(await desk.did({ do: 'play', leg, prompt: '../../etc/passwd' })).toBe('unsafe sound');
    const told = desk.events.map((event: SwitchEvent) => JSON.stringify(event)).join();
    expect(told).not.toContain('system');
  });
});

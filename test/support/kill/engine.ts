import { flushCompileCache } from 'node:module';
import { connect } from 'node:net';
import { asId, type Capabilities, type Command, type Switch, type SwitchEvent } from '@legwork/core';
import { openRuntime, type Runtime } from '@legwork/core/runtime';
import { Subject } from 'rxjs';
import { openStore, type OpenStore } from '../../../api/src/journal/open.ts';
import { machineTime } from '../../../api/src/serve/machine-time.ts';
// Not all of the simulator: this is loaded hundreds of times.
import { clockOn } from '../../../sim/src/centre/time.ts';
import { speak, type FromEngine, type ToEngine } from './wire.ts';

/**
 * A process that is killed again and again: an engine on a journal in a file. Its switch, and whoever asks for something, are at the other end
 * of a connection.
 */
const events = new Subject<SwitchEvent>();
let begun: { readonly runtime: Runtime; readonly store: OpenStore } | null = null;

const far = (capabilities: Capabilities): Switch => ({
  capabilities,
  events,
  perform: (effect) => say({ say: 'effect', effect }),
  snapshot: () => Promise.reject(new Error('the list comes with switch.back')),
  close: () => Promise.resolve(),
});

const begin = async ({
  file,
  config: { routing, ...config },
  thread,
}: Extract<ToEngine, { say: 'begin' }>): Promise<void> => {
  const store = await openStore({ file, thread });
  const runtime = await openRuntime({
    config: { ...config, routing: { ...routing, byNumber: new Map(routing.hotlines.map((one) => [one.number, one])) } },
    switches: new Map(config.switches.map(({ id, capabilities }) => [id, far(capabilities)])),
    clock: clockOn(machineTime()),
    journal: store.journal,
  });
  begun = { runtime, store };
  say({ say: 'begun' });
};

const look = async (commands: readonly string[]): Promise<void> => {
  if (begun === null) return;
  const { runtime, store } = begun;
  const states = commands.map(async (command) => {
    const operation = await store.operation(asId(command));
    return [command, operation?.state ?? null] as const;
  });
  say({
    say: 'seen',
    commands: await Promise.all(states),
    calls: runtime.live
      .rows(runtime.now())
      .map(({ call, customer, state, confirmed }) => [call, customer, state, confirmed] as const),
    agents: [...runtime.engine.state.agents.values()].map(({ state }) => state.at as never),
    published: runtime.published(),
  });
};

const ask = async (command: Command): Promise<void> => {
  if (begun === null) return;
  const { accepted } = await begun.runtime.ask(command);
  say({ say: 'answer', command: command.id, accepted });
};

const hear = (message: ToEngine): void => {
  switch (message.say) {
    case 'begin':
      void begin(message);
      return;
    case 'event':
      events.next(message.event);
      return;
    case 'ask':
      void ask(message.command);
      return;
    case 'look':
      void look(message.commands);
      return;
  }
};

const socket = connect(Number(process.argv[2]), '127.0.0.1');
const say: (message: FromEngine) => void = speak(socket, (line) => hear(line as ToEngine));
socket.on('close', () => process.exit(0));
// Whoever is killed keeps nothing by itself.
flushCompileCache();
say({ say: 'loaded' });

import type { Channel } from './channel.ts';
import { complete, find, type Core, type Directed, type Where } from './core.ts';
import { park } from './endings.ts';
import type { Application } from './strings.ts';

/** Between `connect` and the moment at which the channel waits for what it is told, in ms. */
const PARKS_AFTER_MS = 5;

/** `socket`, with `host:port|host:port async full`: connects to a client that directs the channel. Where nobody listens it is over, and the next application runs. */
export const direct = (core: Core, channel: Channel, application: Application): void => {
  const [hosts = '', ...flags] = application.data.split(' ');
  const task = { kind: 'directed', application } as const;
  channel.task = task;
  const goOn = (): void => {
    if (find(core, channel.uuid) !== channel || channel.task !== task) return;
    channel.task = { kind: 'nothing' };
    complete(core, channel, application);
    core.carryOn(channel);
  };
  const directed: Directed = {
    channel,
    isAsync: flags.includes('async'),
    isFull: flags.includes('full'),
    onConnect() {
      if (!directed.isAsync) return;
      core.time.after(PARKS_AFTER_MS, () => {
        if (find(core, channel.uuid) === channel && channel.task === task) park(core, channel, application);
      });
    },
  };
  const tryNext = (places: readonly Where[]): void => {
    const [place, ...others] = places;
    if (place === undefined) {
      goOn();
      return;
    }
    channel.variables.set('socket_host', place.host);
    core.reach(place, directed, (isReached) => {
      if (!isReached) tryNext(others);
    });
  };
  tryNext(hosts.split('|').map(placeOf));
};

const placeOf = (text: string): Where => {
  const [, host = '', port = '8084'] = /^(.*?)(?::(\d+))?(?:\/.*)?$/.exec(text) ?? [];
  return { host, port: Number(port) };
};

import { requests } from '../codec/request.ts';
import type { AriRequest } from '../codec/request.ts';
import type { AriReply } from './http.ts';

/** Finds out whether the events of the application come to us. */
export interface Echoes {
  /** Calls into Asterisk, and is true where that is heard as an event in time. */
  comeBack(): Promise<boolean>;
  /** The event has come. */
  hear(name: string): void;
}

const HEARD_MS = 3000;

/**
 * An application can be registered, its WebSocket open and its pings answered, and nothing comes: Asterisk lets go of the
 * application when an earlier WebSocket of the same name is cleared away, even where a new one has taken its place. Only an
 * event that comes proves that events come.
 */
export function createEchoes(application: string, ask: (request: AriRequest) => Promise<AriReply>): Echoes {
  const awaited = new Map<string, (heard: boolean) => void>();
  let calls = 0;
  return {
    comeBack() {
      calls += 1;
      const name = `${application}-echo-${calls}`;
      return new Promise((resolve) => {
        const end = (heard: boolean): void => {
          clearTimeout(timer);
          awaited.delete(name);
          resolve(heard);
        };
        const timer = setTimeout(() => end(false), HEARD_MS);
        awaited.set(name, end);
        void ask(requests.echo(application, name)).then(({ status }) => (status < 300 ? undefined : end(false)));
      });
    },
    hear: (name) => awaited.get(name)?.(true),
  };
}

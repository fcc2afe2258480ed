import type { WebSocketServerLike } from '@hono/node-server';
import { WebSocketServer } from 'ws';

/** What a client of ours says is ignored: it need not say much. */
const MOST_SAID = 4_096;

/** Opens WebSockets for whoever serves the application. */
export const createSocketServer = () => {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_SAID });
  return {
    /** As the server of the application takes it: the same, but for how exactly its options are typed. */
    server: server as WebSocketServerLike,
    /** Cuts all that are open. */
    terminate: (): void => {
      for (const socket of server.clients) socket.terminate();
    },
  };
};

import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createSocketServer } from '../../../api/src/stream/socket-server.ts';
import type { openApi } from './open-api.ts';

/** The API on a port of this machine, as the service serves it. */
export const serveApi = async ({ app }: Awaited<ReturnType<typeof openApi>>) => {
  const sockets = createSocketServer();
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0, websocket: sockets });
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async (): Promise<void> => {
      sockets.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
};

import { listen } from '../../../api/src/serve/listen.ts';
import type { openApi } from './open-api.ts';

/** The API on a port of this machine, as the service serves it. */
export const serveApi = async ({ app }: Awaited<ReturnType<typeof openApi>>) => {
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  return { url: listening.url, port: listening.port, close: () => listening.close(0) };
};

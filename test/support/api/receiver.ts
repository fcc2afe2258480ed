import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody outside who is told what happens, on a port of this machine. */
export const openReceiver = async () => {
  const received: Received[] = [];
  let status = 200;
  let headers: Readonly<Record<string, string>> = {};
  let isSilent = false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      if (!isSilent) response.writeHead(status, headers).end('thank you');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    types: () => received.map(({ body }) => (JSON.parse(body) as { readonly type: string }).type),
    answers: (next: number, with_: Readonly<Record<string, string>> = {}) => {
      status = next;
      headers = with_;
    },
    /** Takes messages and never answers. */
    isSilent: () => {
      isSilent = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};

import type { AddressInfo, Server } from 'node:net';

/** Lets the server be reached from this machine alone; port 0 takes any that is free. Gives the port; rejects where nobody can listen there. */
export const listenLocally = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

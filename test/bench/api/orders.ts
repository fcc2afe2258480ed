import type { Load } from './load.ts';
import { requestText } from './load.ts';
import type { Side, Stage } from './stage.ts';

/** Customers are held and taken back, one call after the other: all are held before the first is taken back. */
export const createOrders = ({ calls, token, ports }: Stage): ((side: Side, connections: number) => Load) => {
  const orders = { service: 0, bare: 0 };
  return (side, connections) => ({
    port: ports[side],
    connections,
    status: 202,
    request: () => {
      const n = orders[side];
      orders[side] += 1;
      const what = Math.floor(n / calls) % 2 === 0 ? 'hold' : 'resume';
      return requestText('POST', `/v1/calls/c${1 + (n % calls)}/${what}`, token, '{}');
    },
  });
};

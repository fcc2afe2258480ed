import { connect, type Socket } from 'node:net';

/** What is asked for, again and again: each time the next request. */
export interface Load {
  readonly port: number;
  /** So many are under way at once, each on a connection that is kept. */
  readonly connections: number;
  readonly request: () => string;
  /** Anything else is a fault. */
  readonly status: number;
}

/** A request as it goes over the wire. */
export const requestText = (method: 'GET' | 'POST', path: string, token: string, body = ''): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    ...(method === 'POST' ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
    '',
    body,
  ].join('\r\n');

export interface Rate {
  readonly answered: number;
  readonly perSecond: number;
}

/** One after the other on each connection, for so long. */
export const ratePerSecond = async (load: Load, seconds: number): Promise<Rate> => {
  const all = await openAll(load);
  const began = performance.now();
  let answered = 0;
  await Promise.all(
    all.map(async (connection) => {
      while (performance.now() - began < 1_000 * seconds) {
        await connection.ask(load.request());
        answered += 1;
      }
    }),
  );
  const took = performance.now() - began;
  for (const connection of all) connection.end();
  return { answered, perSecond: (1_000 * answered) / took };
};

/** Asked for at a steady rate, whatever became of those before: how long each took since it was due, in ms. */
export const latenciesMs = async (load: Load, perSecond: number, seconds: number): Promise<readonly number[]> => {
  const all = await openAll(load);
  const idle = [...all];
  const late: number[] = [];
  const took: number[] = [];
  const began = performance.now();
  const count = Math.round(perSecond * seconds);
  const ask = async (connection: Connection, dueAt: number): Promise<void> => {
    let due: number | undefined = dueAt;
    while (due !== undefined) {
      await connection.ask(load.request());
      took.push(performance.now() - due);
      due = late.shift();
    }
    idle.push(connection);
  };
  const faults: unknown[] = [];
  for (let n = 0; n < count;) {
    const due = began + (1_000 * n) / perSecond;
    if (performance.now() < due) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    n += 1;
    const connection = idle.pop();
    if (connection === undefined) late.push(due);
    else ask(connection, due).catch((fault: unknown) => faults.push(fault));
  }
  while (took.length < count && faults.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const connection of all) connection.end();
  if (faults.length > 0) throw new Error('a request failed', { cause: faults[0] });
  return took;
};

interface Connection {
  /** Resolves when it is answered. */
  ask(request: string): Promise<void>;
  end(): void;
}

const openAll = ({ port, connections, status }: Load): Promise<readonly Connection[]> =>
  Promise.all(Array.from({ length: connections }, () => open(port, status)));

/** As little of HTTP as will do, so that it is not the client that is measured. */
const open = (port: number, status: number): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let text = '';
    let asked: { resolve(): void; reject(fault: Error): void } | null = null;
    const fail = (fault: Error): void => {
      asked?.reject(fault);
      asked = null;
      reject(fault);
    };
    socket.setEncoding('latin1');
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
    socket.on('data', (chunk: string) => {
      text = text === '' ? chunk : text + chunk;
      const length = lengthOf(text);
      if (length === null || text.length < length) return;
      const wrong = Number(text.slice(9, 12)) === status ? null : new Error(text);
      text = text.slice(length);
      const answered = asked;
      asked = null;
      if (wrong === null) answered?.resolve();
      else answered?.reject(wrong);
    });
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done, failed) => {
            asked = { resolve: done, reject: failed };
            socket.write(request);
          }),
        end: () => {
          socket.removeAllListeners('close');
          socket.destroy();
        },
      }),
    );
  });

/** Of a whole answer; null where its head has not come yet. */
const lengthOf = (text: string): number | null => {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, head)}`);
  return head + 4 + Number(length);
};

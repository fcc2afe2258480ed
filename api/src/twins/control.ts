import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenLocally } from './listen-locally.ts';

/** The people at the far ends of a twin, and its power switch: what a test of somebody's application needs beside the wire protocol. */
export interface FarEnds {
  /** Every leg there is. */
  legs(): readonly object[];
  /** Somebody calls; gives the leg's id. */
  call(from: string, to: string): string;
  /** Does something at the far end of a leg. False where there is no such leg, or it cannot be done there. */
  act(leg: string, deed: 'answer' | 'hangUp' | 'press' | 'hold' | 'resume', digits: string): boolean;
  /** What a phone does from now on when it is rung. */
  setPhone(phone: string, answering: Answering): void;
  /** Who hears whom, as pairs of legs. */
  hearing(): readonly (readonly [listener: string, speaker: string])[];
  power(what: 'drop' | 'crash' | 'shutDown'): void;
}

export const answerings = ['answers', 'ringsOut', 'rejects', 'isBusy', 'isUnreachable'] as const;
export type Answering = (typeof answerings)[number];

export interface Control {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the far ends as JSON over HTTP, on this machine alone: POST /calls, POST /legs/{id}/{deed}, PUT /phones/{name}, POST /power, GET /legs, GET /hearing. */
export const serveControl = async (farEnds: FarEnds, port: number): Promise<Control> => {
  const server = createServer((request, response) => {
    handle(farEnds, request).then(
      (answer) => send(response, answer),
      () => send(response, { status: 400, body: { error: 'a small JSON object is wanted' } }),
    );
  });
  return {
    port: await listenLocally(server, port),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

interface Answer {
  readonly status: number;
  readonly body: object;
}
const fine = (body: object = {}): Answer => ({ status: 200, body });
const bad = (error: string, status = 400): Answer => ({ status, body: { error } });

const handle = async (farEnds: FarEnds, request: IncomingMessage): Promise<Answer> => {
  const [what = '', one = '', deed = ''] = (request.url ?? '').slice(1).split('/').map(decodeURIComponent);
  const given = request.method === 'GET' ? {} : await bodyOf(request);
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  switch (`${request.method ?? ''} ${what}`) {
    case 'GET legs':
      return fine({ legs: farEnds.legs() });
    case 'GET hearing':
      return fine({ hearing: farEnds.hearing() });
    case 'POST calls':
      if (text('from') === '' || text('to') === '') return bad('from and to are wanted');
      return fine({ leg: farEnds.call(text('from'), text('to')) });
    case 'POST legs':
      if (deed !== 'answer' && deed !== 'hangUp' && deed !== 'press' && deed !== 'hold' && deed !== 'resume') {
        return bad('answer, hangUp, press, hold or resume is wanted');
      }
      return farEnds.act(one, deed, text('digits')) ? fine() : bad('there is no such leg, or not in that state', 404);
    case 'PUT phones': {
      const answering = answerings.find((name) => name === text('answering'));
      if (answering === undefined) return bad(`answering: one of ${answerings.join(', ')} is wanted`);
      farEnds.setPhone(one, answering);
      return fine();
    }
    case 'POST power': {
      const power = text('do');
      if (power !== 'drop' && power !== 'crash' && power !== 'shutDown')
        return bad('do: drop, crash or shutDown is wanted');
      farEnds.power(power);
      return fine();
    }
    default:
      return bad(
        'POST calls, POST legs/{id}/{deed}, PUT phones/{name}, POST power, GET legs and GET hearing are there',
        404,
      );
  }
};

const MOST_BYTES = 4096;

const bodyOf = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MOST_BYTES) throw new Error('too much');
  }
  const given: unknown = body === '' ? {} : JSON.parse(body);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('no object');
  return { ...given };
};

const send = (response: ServerResponse, { status, body }: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

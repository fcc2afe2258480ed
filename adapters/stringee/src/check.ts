import { request } from 'undici';
import { requests } from './codec/request.ts';
import { tokensFor } from './codec/token.ts';
import { openRest } from './connection/rest.ts';
import { openWebhooks } from './connection/webhooks.ts';
import { faultOf } from './open-switch.ts';
import { OptionsFault, settle, type Settled, type StringeeOptions } from './options.ts';

/** One thing that was looked at, and what to do where it is not fine. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  readonly advice: string;
}

/** Looks at everything that Legwork needs of a Stringee project and that can be seen from here. Calls nobody and changes nothing. To be asked while Legwork does not run: it listens where Legwork would. */
export async function checkStringee(options: StringeeOptions): Promise<readonly Finding[]> {
  let settled: Settled;
  try {
    settled = settle(options);
  } catch (error) {
    if (!(error instanceof OptionsFault)) throw error;
    return [{ what: 'the options', isFine: false, advice: error.message }];
  }
  return [await lookAtRest(settled), ...(await lookAtWebhooks(settled))];
}

async function lookAtRest({ url, key, replyMs }: Settled): Promise<Finding> {
  const rest = openRest({ url, token: tokensFor(key, () => Date.now()), replyMs });
  const reply = await rest.send(requests.probe());
  rest.close();
  const what = 'REST answers and takes the key';
  if (reply.kind === 'done') return { what, isFine: true, advice: '' };
  if (reply.kind === 'unreachable') return finding(what, `${url.host}: ${reply.why}`);
  return finding(
    what,
    `it says: ${faultOf(reply)}. Are apiKeySid and apiKeySecret of this account, and is the clock of this machine right?`,
  );
}

async function lookAtWebhooks({ listen, publicUrl, signingSecret, replyMs }: Settled): Promise<readonly Finding[]> {
  const what = 'webhooks can be listened for';
  let webhooks;
  try {
    webhooks = await openWebhooks({
      ...listen,
      publicUrl,
      signingSecret,
      handlers: { answer: () => null, event: () => null, input: () => null, failed: () => null },
      log: () => undefined,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [finding(what, `listen: ${why}. Does Legwork run already, or is something else at that port?`)];
  }
  const { url } = webhooks;
  const reached = await askUnsigned(`${url}/answer`, replyMs);
  await webhooks.close();
  return [
    { what, isFine: true, advice: '' },
    reached === 401
      ? {
          what: `answer_url ${url}/answer and event_url ${url}/events lead here, as seen from this machine`,
          isFine: true,
          advice: '',
        }
      : finding(
          'the public address leads here, as seen from this machine',
          `${url} ${reached === null ? 'is not answered' : `is answered with ${reached}`}: does the proxy or tunnel lead to ${listen.host}:${listen.port}, headers and query unchanged?`,
        ),
  ];
}

/** Whoever does not sign is turned away with 401, by us alone. Null where nobody answers. */
async function askUnsigned(url: string, replyMs: number): Promise<number | null> {
  try {
    const { statusCode, body } = await request(url, { headersTimeout: replyMs, bodyTimeout: replyMs });
    await body.dump();
    return statusCode;
  } catch {
    return null;
  }
}

const finding = (what: string, advice: string): Finding => ({ what, isFine: false, advice });

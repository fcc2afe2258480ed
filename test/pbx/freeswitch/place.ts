/** Where a real FreeSWITCH is that tests may use, from LEGWORK_FREESWITCH: on this machine, as the phones of the tests are. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** Where a phone of the tests is dialled: `sofia/lab/{user}@127.0.0.1:{port}`. */
  readonly dial: string;
  /** Where phones call: `127.0.0.1:5080`, with an extension 1900 that parks callers for Legwork. */
  readonly sip: string;
  /** It may be restarted, with all that is on it. */
  readonly mayRestart?: boolean;
}

const wanted =
  'LEGWORK_FREESWITCH is {"host":"127.0.0.1","port":8021,"password":"…","dial":"sofia/lab/{user}@127.0.0.1:{port}","sip":"127.0.0.1:5080"}, and may have "mayRestart": true';

/** The place that is named, or null where none is. @throws Error where it is named wrongly. */
export const placeNamed = (): Place | null => {
  const text = process.env['LEGWORK_FREESWITCH'];
  if (text === undefined || text === '') return null;
  let named: unknown;
  try {
    named = JSON.parse(text);
  } catch (cause) {
    throw new Error(wanted, { cause });
  }
  const fields: Readonly<Record<string, unknown>> = typeof named === 'object' && named !== null ? { ...named } : {};
  const { host, port, password, dial, sip, mayRestart } = fields;
  const isWhole =
    host === '127.0.0.1' &&
    typeof port === 'number' &&
    typeof password === 'string' &&
    typeof dial === 'string' &&
    /\{user\}.*\{port\}/.test(dial) &&
    typeof sip === 'string' &&
    /^127\.0\.0\.1:\d+$/.test(sip);
  if (!isWhole) throw new Error(wanted);
  return {
    host,
    port,
    password,
    dial,
    sip,
    ...(mayRestart === true ? { mayRestart } : {}),
  };
};

/** Where the adapter dials; `{to}` is an endpoint of {@link endpointAt}. */
export const dialledAt = ({ dial }: Place): string => dial.replace(/\{user\}.*/, '{to}');

/** The endpoint of a phone of the tests. */
export const endpointAt = ({ dial }: Place, name: string, port: number): string =>
  dial.slice(dial.indexOf('{user}')).replace('{user}', name).replace('{port}', String(port));

/** A SIP message (RFC 3261 §7), as far as a test phone needs it. Header names are in lower case; their order is kept. */
export interface SipMessage {
  /** Of a request; null in a response. */
  readonly method: string | null;
  /** Of a response; 0 in a request. */
  readonly status: number;
  /** Request URI or reason phrase. */
  readonly about: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export function parseSip(text: string): SipMessage | null {
  const [head, body = ''] = splitOnce(text, '\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const headers = lines.flatMap((line) => {
    const [name, value] = splitOnce(line, ':');
    return value === undefined ? [] : [[name.trim().toLowerCase(), value.trim()] as const];
  });
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start);
  if (response !== null) return { method: null, status: Number(response[1]), about: response[2] ?? '', headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  if (request === null) return null;
  return { method: request[1] ?? '', status: 0, about: request[2] ?? '', headers, body };
}

export function formatSip({ method, status, about, headers, body }: SipMessage): string {
  const start = method === null ? `SIP/2.0 ${status} ${about}` : `${method} ${about} SIP/2.0`;
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

export function headerOf(message: SipMessage, name: string): string {
  return message.headers.find(([other]) => other === name)?.[1] ?? '';
}

/** The address within the angle brackets of a Contact. */
export function addressIn(contact: string): string {
  return /<([^>]+)>/.exec(contact)?.[1] ?? contact;
}

/** Where the other end wants its audio, by its session description (RFC 8866). */
export function audioOf(sdp: string): { readonly host: string; readonly port: number } | null {
  const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  const port = /^m=audio (\d+)/m.exec(sdp)?.[1];
  return host === undefined || port === undefined ? null : { host, port: Number(port) };
}

/** One stream of G.711 µ-law, and telephone events (RFC 4733) as payload 101. */
export function describeAudio(port: number): string {
  return [
    'v=0',
    `o=- ${port} 1 IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');
}

function splitOnce(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}

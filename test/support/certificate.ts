import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that has signed itself, and its key, both in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes one of 127.0.0.1 and ::1, with a key that nobody has had before: X.509 (RFC 5280) in DER, signed with ECDSA. */
export function selfSigned(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(object('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(object('550403'), der(0x0c, Buffer.from('Legwork tests')))));
  const validity = sequence(...['200101000000Z', '491231235959Z'].map((text) => der(0x17, Buffer.from(text))));
  const authority = sequence(der(0x01, Buffer.of(0xff)));
  const names = sequence(der(0x87, Buffer.of(127, 0, 0, 1)), der(0x87, Buffer.of(...Array<number>(15).fill(0), 1)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension('551d13', authority), extension('551d11', names))),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey));
  const lines =
    sequence(body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const extension = (hex: string, value: Buffer): Buffer => sequence(object(hex), der(0x04, value));

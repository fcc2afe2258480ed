/** Why a certificate is worth nothing to us, by the codes of OpenSSL and Node: Node's own sentences differ between its versions. */
const untrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it has signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not a known one',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not a known one',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not a known one',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not a known one',
  CERT_SIGNATURE_FAILURE: 'another authority has signed it',
};
const unfit: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
};
const noTls: readonly string[] = ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

/** Whom TLS was wanted with, and what to give where none is spoken there. */
export interface TlsPlace {
  readonly host: string;
  /** The file of Asterisk that has its `tlsbindaddr`. */
  readonly file: 'http.conf' | 'manager.conf';
  readonly otherwise: string;
}

/** Why there is no TLS with that host, and what to do; undefined where a fault is none of TLS. */
export function faultOfTls(fault: Error, { host, file, otherwise }: TlsPlace): string | undefined {
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
  if (untrusted[code] !== undefined)
    return `the certificate of ${host} is not trusted, for ${untrusted[code]}: give the certificate of its authority as ca`;
  if (unfit[code] !== undefined) return `the certificate of ${host} is not accepted, for ${unfit[code]}`;
  if (!noTls.includes(code)) return undefined;
  return `${host} speaks no TLS: give its TLS port (tlsbindaddr in ${file}), or ${otherwise}`;
}

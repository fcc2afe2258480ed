import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address may not be called. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * Keeps webhooks away from what only we can reach: this machine, private networks, link-local addresses, where clouds tell secrets
 * (169.254.169.254), and whatever is translated to them. What is allowed all the same is said as CIDR ranges.
 */
export interface AddressGuard {
  /** @throws ForbiddenAddress where a URL names an address itself that may not be called. */
  checkHost(hostname: string): void;
  /** Resolves a name, and refuses what may not be called. The socket connects to the very address that was checked. */
  readonly lookup: LookupFunction;
}

/** Which address that is would tell whoever has webhooks what our names lead to. */
const notPublic = 'the receiver is not at a public address';

/** Of the other protocol's addresses all that are given out (RFC 4291, 2.4): `::7f00:1` is how this machine was once written in it. */
const global = ipaddr.parseCIDR('2000::/3');
const isGlobal = (address: ReturnType<typeof ipaddr.process>): boolean =>
  address.kind() === 'ipv4' || address.match(...global);

type Resolve = (hostname: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

const resolveAll: Resolve = (hostname, done) => {
  lookup(hostname, { all: true }, done);
};

export const createAddressGuard = (allowed: readonly string[], resolve: Resolve = resolveAll): AddressGuard => {
  const ranges = allowed.map((range) => ipaddr.parseCIDR(range));
  const mayCall = (address: string): boolean => {
    const parsed = ipaddr.process(address);
    const isAllowed = ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
    return isAllowed || (parsed.range() === 'unicast' && isGlobal(parsed));
  };
  return {
    checkHost: (hostname) => {
      const bare = hostname.replace(/^\[(.*)\]$/, '$1');
      if (ipaddr.isValid(bare) && !mayCall(bare)) throw new ForbiddenAddress(notPublic);
    },
    lookup: (hostname, options, callback) => {
      resolve(hostname, (error, addresses) => {
        const [first] = addresses;
        if (error !== null || first === undefined) {
          callback(error ?? new Error(`${hostname} has no address`), '');
          return;
        }
        // One that may not be called is enough: which of them is taken would be chance.
        if (addresses.some(({ address }) => !mayCall(address))) callback(new ForbiddenAddress(notPublic), '');
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      });
    },
  };
};

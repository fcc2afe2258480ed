import { createHash, randomBytes } from 'node:crypto';
import type { Principal } from '../auth/principal.ts';

/** Lets somebody open one stream where no header can be set: a browser's WebSocket. */
export interface Tickets {
  /** Null where the principal has too many that are not used. */
  issue(principal: Principal): { readonly ticket: string; readonly expiresAt: number } | null;
  /** Whose it is; null where it is none, was used, or is too old. Nobody can use it again. */
  redeem(ticket: string): Principal | null;
  /** Nobody can use any of theirs. */
  forget(isTheirs: (principal: Principal) => boolean): void;
}

export interface TicketOptions {
  readonly now: () => number;
  /** How long a ticket can be used, in ms. */
  readonly lifeMs?: number;
  /** How many one principal can hold. */
  readonly most?: number;
}

export const createTickets = ({ now, lifeMs = 30_000, most = 20 }: TicketOptions): Tickets => {
  // By a digest, so that memory holds nothing that opens a stream.
  const held = new Map<string, { readonly principal: Principal; readonly expiresAt: number }>();
  const digest = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url');
  const sweep = (): void => {
    const time = now();
    for (const [key, { expiresAt }] of held) if (expiresAt <= time) held.delete(key);
  };
  return {
    issue: (principal) => {
      sweep();
      const own = [...held.values()].filter((one) => one.principal.id === principal.id);
      if (own.length >= most) return null;
      const ticket = `tkt_${randomBytes(32).toString('base64url')}`;
      const expiresAt = now() + lifeMs;
      held.set(digest(ticket), { principal, expiresAt });
      return { ticket, expiresAt };
    },
    redeem: (ticket) => {
      sweep();
      const key = digest(ticket);
      const found = held.get(key);
      held.delete(key);
      return found?.principal ?? null;
    },
    forget: (isTheirs) => {
      for (const [key, { principal }] of held) if (isTheirs(principal)) held.delete(key);
    },
  };
};

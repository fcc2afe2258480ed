import { randomBytes } from 'node:crypto';

/** A link that logs in has to be used soon, and once. */
const LASTS_MS = 600_000;

/** Tickets that begin one session for whoever has a key: for links that are printed or sent. */
export interface LoginLinks {
  issue(key: string): string;
  /** The key that the ticket is for; null where it is none, was used, or is too old. */
  redeem(ticket: string): string | null;
}

export const createLoginLinks = (now: () => number): LoginLinks => {
  const open = new Map<string, { readonly key: string; readonly until: number }>();
  return {
    issue: (key) => {
      for (const [ticket, { until }] of open) if (until <= now()) open.delete(ticket);
      const ticket = `ll_${randomBytes(32).toString('base64url')}`;
      open.set(ticket, { key, until: now() + LASTS_MS });
      return ticket;
    },
    redeem: (ticket) => {
      const found = open.get(ticket);
      open.delete(ticket);
      return found !== undefined && now() < found.until ? found.key : null;
    },
  };
};

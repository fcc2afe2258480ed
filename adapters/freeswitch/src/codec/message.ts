import { eventOf, type EslEvent } from './event.ts';
import type { Frame } from './frames.ts';

/** What FreeSWITCH says on an event socket. */
export type Message =
  /** The first thing it says: it wants the password. */
  | { readonly kind: 'authRequest' }
  /** The answer to a command, in the order of the commands. `headers` may tell the `Job-UUID`. */
  | { readonly kind: 'reply'; readonly text: string; readonly headers: ReadonlyMap<string, string> }
  /** The result of `api`. Its errors, too, stand in the text. */
  | { readonly kind: 'response'; readonly text: string }
  | { readonly kind: 'event'; readonly event: EslEvent }
  /** It is about to close. With `lingers` it sends what is left of the channel's events first. */
  | { readonly kind: 'disconnectNotice'; readonly lingers: boolean }
  /** An access list keeps us out; it closes. */
  | { readonly kind: 'rejected'; readonly text: string }
  /** Something that Legwork does not ask for, such as the log. */
  | { readonly kind: 'other'; readonly type: string };

/** What a frame says. */
export const messageOf = ({ type, headers, body }: Frame): Message => {
  switch (type) {
    case 'text/event-json':
      return { kind: 'event', event: eventOf('json', body) };
    case 'text/event-plain':
      return { kind: 'event', event: eventOf('plain', body) };
    case 'command/reply':
      return { kind: 'reply', text: headers.get('Reply-Text') ?? '', headers };
    case 'api/response':
      return { kind: 'response', text: body.toString('utf8') };
    case 'auth/request':
      return { kind: 'authRequest' };
    case 'text/disconnect-notice':
      return { kind: 'disconnectNotice', lingers: headers.get('Content-Disposition') === 'linger' };
    case 'text/rude-rejection':
      return { kind: 'rejected', text: body.toString('utf8').trim() };
    default:
      return { kind: 'other', type };
  }
};

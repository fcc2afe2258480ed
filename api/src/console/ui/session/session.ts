import { startLive } from '../service/feed.ts';
import { answer, v1 } from '../service/client.ts';
import { ProblemError, whenSignedOut, type Problem } from '../service/request.ts';
import { forgetEverything } from './leaving.ts';
import { hasExpired, me, myself } from './me.ts';

let stopLive: () => void = () => undefined;

/**
 * Finds out who is there. A link that logs in carries its ticket behind the `#`, where no server and no log sees it; it is good for one
 * use, and is taken out of the address at once.
 */
export const startSession = async (): Promise<void> => {
  whenSignedOut(() => {
    if (myself() !== null) hasExpired.set(true);
    leave();
  });
  const ticket = new URLSearchParams(location.hash.slice(1)).get('token');
  if (ticket !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}`);
    if ((await signIn(ticket)) === null) return;
  }
  await findMe();
};

/** Signs in by a ticket or an API key. Null where it opens; else why not. */
export const signIn = async (token: string): Promise<Problem | null> => {
  try {
    await v1.sessions.$post({ json: { token } });
    hasExpired.set(false);
    await findMe();
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problem;
  }
};

export const signOut = async (): Promise<void> => {
  // The service ends the stream with the session: that is no connection that was lost.
  stopLive();
  try {
    await v1.sessions.$delete();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
  leave();
  hasExpired.set(false);
};

const leave = (): void => {
  stopLive();
  me.set(null);
  forgetEverything();
};

const findMe = async (): Promise<void> => {
  try {
    me.set(await answer(v1.whoami.$get()));
    stopLive = startLive();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    me.set(null);
  }
};

import { startLive } from '../service/feed.ts';
import { answer, v1 } from '../service/client.ts';
import { ProblemError, whenSignedOut } from '../service/request.ts';
import { me } from './me.ts';

let stopLive: () => void = () => undefined;

/**
 * Finds out who is there. A link that logs in carries its ticket behind the `#`, where no server and no log sees it; it is good for one
 * use, and is taken out of the address at once.
 */
export const startSession = async (): Promise<void> => {
  whenSignedOut(() => {
    stopLive();
    me.set(null);
  });
  const ticket = new URLSearchParams(location.hash.slice(1)).get('token');
  if (ticket !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}`);
    if (await signIn(ticket)) return;
  }
  await findMe();
};

/** Signs in by a ticket or an API key; false where it opens nothing. */
export const signIn = async (token: string): Promise<boolean> => {
  try {
    await v1.sessions.$post({ json: { token } });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return false;
  }
  await findMe();
  return true;
};

export const signOut = async (): Promise<void> => {
  // The service ends the stream with the session: that is no connection that was lost.
  stopLive();
  try {
    await v1.sessions.$delete();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
  me.set(null);
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

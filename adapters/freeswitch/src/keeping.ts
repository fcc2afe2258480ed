import { isUnsafe, safe } from './codec/index.ts';
import type { Desk } from './desk.ts';
import type { Leg } from './legs.ts';

/** What keeps a leg when whom it talks with is gone, and ends it where nobody comes for it. */
export const keeping = (desk: Desk): Readonly<Record<string, string>> => ({
  park_after_bridge: 'true',
  park_timeout: `${Math.ceil(desk.settings.times.orphanMs / 1000)}:NORMAL_CLEARING`,
});

export const setAll = async (desk: Desk, leg: Leg, variables: Readonly<Record<string, string>>): Promise<void> => {
  const id = safe('uuid', leg.native);
  if (isUnsafe(id)) return;
  const all = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  await desk.ask(`api uuid_setvar_multi ${id} ${all.join(';')}`);
};

/** FreeSWITCH forgets both variables whenever it parks with a timeout: before every bridge they are set anew. */
export const keep = (desk: Desk, leg: Leg): Promise<void> => setAll(desk, leg, keeping(desk));

import { asId } from '@legwork/core';
import type { NativeId } from '@legwork/core';
import type { CallEvent } from './webhook.ts';

/** The form of the ids that the engine gives to legs. */
const leg = /^[cs]\d+\.\d+$/;

/** The leg that an event names: its id is the alias of whoever we have rung, and the custom data of a `connect`. Null where it names none. */
export function nativeIn({ to, customData }: CallEvent): NativeId | null {
  const named = [to.alias, customData].find((text) => leg.test(text));
  return named === undefined ? null : asId<NativeId>(named);
}

/** Whether it is a supervisor's: they are there to listen, and for nothing else. */
export const isOfSeat = (native: NativeId): boolean => isOurs(native) && native.startsWith('s');

/** Whether Legwork has given that id. Any other is one of Stringee's own for a call. */
export const isOurs = (native: NativeId): boolean => leg.test(native);

import type { Mode, Scope } from '@legwork/core';
import { needsReason } from '../service/about.ts';
import type { ActionName, Call } from '../service/client.ts';
import { perform } from '../service/deeds.ts';
import { between, calls } from '../service/live.ts';
import { createStore } from '../state/store.ts';
import { assertNever } from '../state/never.ts';
import { openDialog } from './dialogs.ts';
import { mySeat, mySeatAt } from './my-seat.ts';
import type { Answer } from './possible.ts';

/** Whether the next seat is for one call, or follows the agent from call to call. */
export const nextScope = createStore<Scope>('call');

/** The one switch: begins to supervise in this mode, or changes the mode of the seat that is there. Where a reason is needed, it is asked for first. */
export const setMode = (call: Call, mode: Mode, reason = ''): void => {
  const seat = mySeatAt(call);
  if (seat?.wanted === mode) return;
  if (reason === '' && needsReason(mode)) openDialog.set({ kind: mode, call: call.id });
  else if (seat === null) void perform({ kind: 'supervise', call, mode, scope: nextScope.get(), reason });
  else void perform({ kind: 'switchMode', call, seat: seat.id, mode, reason });
};

export const leave = (): void => {
  const mine = mySeat();
  const seat = mine?.seat.id ?? between.get()?.supervisionId;
  if (seat !== undefined) void perform({ kind: 'leave', call: mine?.call ?? null, seat });
};

/** Begins an action on a call; what cannot be taken back asks first. */
export const act = (call: string, action: ActionName): void => {
  const found = calls.get(call);
  if (found === undefined) return;
  switch (action) {
    case 'monitor':
    case 'whisper':
    case 'barge':
      setMode(found, action);
      return;
    case 'takeover':
    case 'transfer':
    case 'stop':
      openDialog.set({ kind: action, call });
      return;
    default:
      return assertNever(action);
  }
};

/** Why an action would be refused; null where it would not be, `asking` until that is known. */
export const whyNot = (answer: Answer | null, action: ActionName): string | null => {
  if (answer === null) return 'asking';
  return answer === 'unreachable' ? answer : (answer[action]?.reason ?? null);
};

import { act, leave, whyNot } from '../actions/act.ts';
import { openDialog } from '../actions/dialogs.ts';
import { currentCall, stepRow } from '../live/call-table.tsx';
import { frozenOrder } from '../live/screen.tsx';
import { possibleNow } from '../actions/possible.ts';
import type { ActionName } from '../service/client.ts';
import { singleKeys } from '../state/settings.ts';
import { go, screenAt } from './location.ts';
import { assertNever } from '../state/never.ts';

/** The keys, as the help lists them and as they work. */
export const keys = [
  { key: 'j', does: 'next' },
  { key: 'k', does: 'previous' },
  { key: 'Enter', does: 'open' },
  { key: 'm', does: 'monitor' },
  { key: 'w', does: 'whisper' },
  { key: 'b', does: 'barge' },
  { key: 't', does: 'takeover' },
  { key: 'x', does: 'transfer' },
  { key: 'l', does: 'leave' },
  { key: 'Shift+S', does: 'stop' },
  { key: 'f', does: 'freeze' },
  { key: '/', does: 'find' },
  { key: 'Ctrl+K', does: 'goTo' },
  { key: '?', does: 'help' },
] as const;
type Does = (typeof keys)[number]['does'];

/** Listens to keys, wherever no dialog is open; to single ones wherever nobody types. */
export const startKeys = (): void => {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const pressed = pressedKey(event);
    const found = keys.find(({ key }) => key === pressed);
    if (found === undefined || document.querySelector('dialog[open]') !== null) return;
    // Neither is a single character: they work where those are turned off.
    if (singleKeys.get() === 'off' && found.key !== 'Enter' && found.key !== 'Ctrl+K') return;
    if (found.key !== 'Ctrl+K' && !isFree(event)) return;
    if (done(found.does, event)) event.preventDefault();
  });
};

const pressedKey = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string => {
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : null;
  if (ctrlKey || metaKey) return `Ctrl+${shiftKey || letter === null ? '' : letter}`;
  return shiftKey && letter !== null ? `Shift+${letter}` : key;
};

/** Whether nobody types, and Enter is not pressed on what it presses by itself. */
const isFree = (event: KeyboardEvent): boolean => {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable]') !== null) return false;
  return event.key !== 'Enter' || target.closest('a, button, summary') === null;
};

/** Does it; false where it is of no use on this screen. */
const done = (does: Does, event: KeyboardEvent): boolean => {
  const screen = screenAt(location.pathname);
  const call = screen.name === 'call' ? screen.call : screen.name === 'live' ? currentCall.get() : null;
  switch (does) {
    case 'next':
    case 'previous':
      stepRow(does === 'next' ? 1 : -1);
      return screen.name === 'live';
    case 'open':
      if (screen.name !== 'live' || !(event.target instanceof Element) || event.target.closest('[role="row"]') === null)
        return false;
      if (call !== null) go({ name: 'call', call });
      return call !== null;
    case 'leave':
      leave();
      return true;
    case 'freeze':
      frozenOrder.set(!frozenOrder.get());
      return screen.name === 'live';
    case 'find':
      document.getElementById('filter')?.focus();
      return screen.name === 'live';
    case 'goTo':
      openDialog.set({ kind: 'goTo' });
      return true;
    case 'help':
      openDialog.set({ kind: 'keys' });
      return true;
    case 'monitor':
    case 'whisper':
    case 'barge':
    case 'takeover':
    case 'transfer':
    case 'stop':
      if (call !== null) void actIfPossible(call, does);
      return call !== null;
    default:
      return assertNever(does);
  }
};

/** What would be refused is not asked for: the focus goes to the button of the key, which says why. */
const actIfPossible = async (call: string, action: ActionName): Promise<void> => {
  const answer = await possibleNow(call);
  if (answer === null || whyNot(answer, action) === null) act(call, action);
  else buttonOf(call, action)?.focus();
};

const buttonOf = (call: string, action: ActionName): HTMLElement | null =>
  document.querySelector(`[data-call="${CSS.escape(call)}"] [data-action="${action}"]`) ??
  document.querySelector(`.act-row [data-action="${action}"]`);

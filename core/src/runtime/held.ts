import type { Input, SwitchEvent, SwitchId } from '../vocabulary/index.ts';

/** What is observed while the journal cannot be written: kept up to a bound, beyond which the switches have to be asked anew. */
export interface Held {
  /** Commands are not kept: whoever asked was told that nothing came of it. Nor are timers: they are armed again. */
  add(input: Input): void;
  /** What was kept, in order; switches of which something was let go; and how much that was. */
  release(): { readonly inputs: readonly Input[]; readonly missed: readonly SwitchId[]; readonly dropped: number };
}

export const createHeld = (most: number): Held => {
  let events: SwitchEvent[] = [];
  let missed = new Set<SwitchId>();
  let dropped = 0;

  const drop = (): void => {
    for (const event of events) missed.add(event.switch);
    dropped += events.length;
    events = [];
  };

  return {
    add: (input) => {
      if (!isEvent(input)) return;
      if (events.length >= most) drop();
      events.push(input);
    },
    release: () => {
      // Of a switch of which something was let go, what came later makes no sense by itself.
      const inputs = events.filter((event) => !missed.has(event.switch));
      const released = { inputs, missed: [...missed], dropped: dropped + events.length - inputs.length };
      events = [];
      missed = new Set();
      dropped = 0;
      return released;
    },
  };
};

const isEvent = (input: Input): input is SwitchEvent => !input.type.startsWith('cmd.') && input.type !== 'timer.fired';

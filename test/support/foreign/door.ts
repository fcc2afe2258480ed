import type { Definition, Refuses, Writable } from '@legwork/core';

/** The door of a lift, which is not ours: flat, with everything that a flat machine can do. */
export interface Door {
  /** How often it ran into somebody while it closed. */
  readonly bumps: number;
  readonly blocked: boolean;
  readonly load: number;
}

export type DoorInput =
  | { readonly type: 'called' | 'opened' | 'closed' | 'bump' | 'timer' | 'reset' | 'button' }
  | { readonly type: 'weighed'; readonly kg: number }
  | { readonly type: 'beam'; readonly cut: boolean };

export type DoorOut =
  | Refuses
  | { readonly say: 'motor'; readonly turns: 'open' | 'close' | 'not' }
  | { readonly say: 'timer'; readonly on: boolean }
  | { readonly say: 'bell'; readonly times: number };

const most = 630;
const say = (params: DoorOut) => ({ type: 'say', params });

export const door: Definition<Door, DoorInput, DoorOut> = {
  config: {
    id: 'door',
    initial: 'shut',
    on: {
      weighed: { actions: 'weigh' },
      beam: { actions: 'see' },
      button: { actions: say({ say: 'refuse', refusal: { reason: 'notNow' } }) },
    },
    states: {
      shut: {
        entry: say({ say: 'motor', turns: 'not' }),
        on: {
          called: { target: 'opening', actions: 'forgive' },
          // A lift on its way weighs nobody.
          weighed: {},
          beam: {},
        },
      },
      opening: {
        entry: say({ say: 'motor', turns: 'open' }),
        exit: say({ say: 'motor', turns: 'not' }),
        on: { opened: { target: 'open' } },
      },
      open: {
        entry: say({ say: 'timer', on: true }),
        exit: say({ say: 'timer', on: false }),
        on: {
          // Whoever stands in the door, or is too heavy, keeps it open.
          timer: [
            { guard: 'blocked', target: 'open', reenter: true, actions: 'ring' },
            { guard: { type: 'weighsOver', params: { kg: most } }, target: 'heavy' },
            { target: 'closing' },
          ],
          called: { target: 'open', reenter: true },
          button: { target: 'closing' },
        },
      },
      heavy: {
        entry: say({ say: 'bell', times: 3 }),
        always: { guard: { type: 'weighsAtMost', params: { kg: most } }, target: 'open' },
      },
      closing: {
        entry: say({ say: 'motor', turns: 'close' }),
        exit: say({ say: 'motor', turns: 'not' }),
        always: [
          { guard: { type: 'hasBumped', params: { times: 3 } }, target: 'stuck' },
          { guard: 'blocked', target: 'opening', actions: 'bump' },
        ],
        on: {
          bump: { target: 'opening', actions: 'bump' },
          called: { target: 'opening' },
          closed: { target: 'shut' },
        },
      },
      stuck: {
        entry: ['ring', say({ say: 'motor', turns: 'not' })],
        on: { reset: { target: 'opening', actions: 'forgive' }, called: { actions: 'ring' }, weighed: {} },
      },
    },
  },
  record: { bumps: 0, blocked: false, load: 0 },
  edits: {
    weigh: (door: Writable<Door>, input) => {
      if (input.type === 'weighed') door.load = input.kg;
    },
    see: (door: Writable<Door>, input) => {
      if (input.type === 'beam') door.blocked = input.cut;
    },
    bump: (door: Writable<Door>) => {
      door.bumps += 1;
    },
    forgive: (door: Writable<Door>) => {
      door.bumps = 0;
    },
  },
  tellings: {
    ring: (door, _input, say) => {
      say({ say: 'bell', times: door.bumps });
      if (door.blocked) say({ say: 'bell', times: 1 });
    },
  },
  guards: {
    blocked: (door) => door.blocked,
    hasBumped: (door, _input, { times }: { readonly times: number }) => door.bumps >= times,
    weighsOver: (door, _input, { kg }: { readonly kg: number }) => door.load > kg,
    weighsAtMost: (door, _input, { kg }: { readonly kg: number }) => door.load <= kg,
  },
};

import type { Definition, Refuses, Writable } from '@legwork/core';

/** A washing machine, which is not ours: it remembers where it was when its door was opened, or the power went. */
export interface Washer {
  readonly rinses: number;
  readonly full: boolean;
}

export type WasherInput =
  | {
      readonly type:
        'start' | 'next' | 'open' | 'shut' | 'powerLost' | 'powerBack' | 'drain' | 'child' | 'service' | 'again';
    }
  | { readonly type: 'level'; readonly full: boolean };

export type WasherOut =
  | Refuses
  | { readonly say: 'drum'; readonly turns: 'slowly' | 'fast' | 'not' }
  | { readonly say: 'valve'; readonly open: boolean }
  | { readonly say: 'shows'; readonly text: string };

const say = (params: WasherOut) => ({ type: 'say', params });
const shows = (text: string) => say({ say: 'shows', text });

export const washer: Definition<Washer, WasherInput, WasherOut> = {
  config: {
    id: 'washer',
    initial: 'off',
    on: { level: { actions: 'see' } },
    states: {
      off: {
        entry: shows('nothing'),
        on: {
          start: { target: 'on' },
          // Deep: into the very step of the programme, and the lock beside it.
          powerBack: { target: 'on.whereItWas' },
          level: {},
        },
      },
      on: {
        type: 'parallel',
        entry: shows('hello'),
        exit: [shows('goodbye'), say({ say: 'drum', turns: 'not' })],
        on: {
          powerLost: { target: 'off' },
          service: { target: ['#washer.on.work.spinning', '#washer.on.lock.locked'] },
          again: { target: '#washer.on', reenter: true },
        },
        states: {
          whereItWas: { type: 'history', history: 'deep' },
          work: {
            initial: 'idle',
            states: {
              idle: { on: { next: { target: 'programme' } } },
              programme: {
                initial: 'filling',
                exit: say({ say: 'valve', open: false }),
                on: { open: { target: 'paused' }, drain: { target: 'idle', actions: 'forget' } },
                states: {
                  lastStep: { type: 'history', history: 'shallow', target: 'filling' },
                  filling: {
                    entry: say({ say: 'valve', open: true }),
                    exit: say({ say: 'valve', open: false }),
                    always: { guard: 'full', target: 'moving' },
                  },
                  moving: {
                    initial: 'soaking',
                    states: {
                      soaking: { on: { next: { target: 'turning' } } },
                      turning: {
                        entry: say({ say: 'drum', turns: 'slowly' }),
                        exit: say({ say: 'drum', turns: 'not' }),
                        on: {
                          next: [
                            { guard: { type: 'hasRinsed', params: { times: 2 } }, target: '#washer.on.work.spinning' },
                            { target: '#washer.on.work.programme.filling', actions: 'rinse' },
                          ],
                        },
                      },
                    },
                  },
                },
              },
              paused: {
                entry: 'tell',
                on: {
                  // Shallow: to the step, which begins anew.
                  shut: { target: 'programme.lastStep' },
                  drain: { target: 'idle', actions: 'forget' },
                },
              },
              spinning: {
                entry: say({ say: 'drum', turns: 'fast' }),
                exit: say({ say: 'drum', turns: 'not' }),
                on: { next: { target: 'idle', actions: 'forget' }, open: {} },
              },
            },
          },
          lock: {
            initial: 'open',
            states: {
              open: { on: { child: { target: 'locked' } } },
              locked: { entry: shows('locked'), on: { child: { target: 'open' }, open: { actions: shows('locked') } } },
            },
          },
        },
      },
    },
  },
  record: { rinses: 0, full: false },
  edits: {
    see: (washer: Writable<Washer>, input) => {
      if (input.type === 'level') washer.full = input.full;
    },
    rinse: (washer: Writable<Washer>) => {
      washer.rinses += 1;
      washer.full = false;
    },
    forget: (washer: Writable<Washer>) => {
      washer.rinses = 0;
      washer.full = false;
    },
  },
  tellings: {
    tell: (washer, _input, say) => {
      say({ say: 'shows', text: washer.full ? 'take care' : 'open' });
      for (let n = 0; n < washer.rinses; n += 1) say({ say: 'shows', text: 'rinsed' });
    },
  },
  guards: {
    full: ({ full }) => full,
    hasRinsed: ({ rinses }, _input, { times }: { readonly times: number }) => rinses >= times,
  },
};

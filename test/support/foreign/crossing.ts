import type { Definition, Refuses, Writable } from '@legwork/core';

/** The lights of a crossing, which is not ours: parallel regions, one of them parallel again, that meet in the record alone. */
export interface Crossing {
  readonly waiting: number;
  readonly carsMustStop: boolean;
  readonly carsHaveStopped: boolean;
  readonly tramIsNear: boolean;
}

export type CrossingInput = {
  readonly type: 'tick' | 'button' | 'tram' | 'tramGone' | 'fault' | 'repaired' | 'cmd.hurry' | 'cmd.allStop';
};

export type CrossingOut =
  | Refuses
  | { readonly say: 'lamp'; readonly of: 'cars' | 'walkers' | 'tram' | 'button'; readonly shows: string }
  | { readonly say: 'sound'; readonly beeps: number };

const lamp = (of: 'cars' | 'walkers' | 'tram' | 'button', shows: string) => ({
  type: 'say',
  params: { say: 'lamp', of, shows },
});

export const crossing: Definition<Crossing, CrossingInput, CrossingOut> = {
  config: {
    id: 'crossing',
    initial: 'dark',
    on: {
      'cmd.hurry': { actions: { type: 'say', params: { say: 'refuse', refusal: { reason: 'notNow' } } } },
    },
    states: {
      dark: { on: { repaired: { target: 'running' } } },
      running: {
        type: 'parallel',
        on: {
          fault: { target: 'blinking' },
          // Into two regions at once; the others begin as they do.
          'cmd.allStop': { target: ['#crossing.running.cars.amber', '#crossing.running.walkers.lamp.red'] },
        },
        states: {
          cars: {
            initial: 'green',
            states: {
              green: {
                entry: [lamp('cars', 'green'), { type: 'carsStop', params: { must: false } }],
                always: { guard: 'mustStop', target: 'amber' },
                on: { tick: { guard: { type: 'wait', params: { atLeast: 2 } }, target: 'amber' } },
              },
              amber: { entry: lamp('cars', 'amber'), on: { tick: { target: 'red' } } },
              red: {
                entry: [lamp('cars', 'red'), { type: 'carsStop', params: { must: true } }],
                on: { tick: { guard: 'nobodyWaits', target: 'green' } },
              },
            },
          },
          walkers: {
            type: 'parallel',
            states: {
              lamp: {
                initial: 'red',
                states: {
                  red: {
                    entry: lamp('walkers', 'red'),
                    always: { guard: 'mayWalk', target: 'green', actions: 'allGo' },
                  },
                  green: {
                    entry: lamp('walkers', 'green'),
                    exit: 'beep',
                    on: { tick: { target: 'red' } },
                  },
                },
              },
              button: {
                initial: 'dark',
                on: { button: { actions: 'press' } },
                states: {
                  dark: {
                    entry: lamp('button', 'dark'),
                    on: {
                      button: { target: 'lit', actions: 'press' },
                      'cmd.hurry': {
                        actions: { type: 'say', params: { say: 'refuse', refusal: { reason: 'alreadySo' } } },
                      },
                    },
                  },
                  lit: {
                    entry: lamp('button', 'lit'),
                    always: { guard: 'nobodyWaits', target: 'dark' },
                    on: { 'cmd.hurry': { actions: 'hurry' } },
                  },
                },
              },
            },
          },
          tram: {
            initial: 'away',
            states: {
              away: { on: { tram: { target: 'near' } } },
              near: {
                entry: [{ type: 'tramIs', params: { near: true } }, lamp('tram', 'wait')],
                exit: { type: 'tramIs', params: { near: false } },
                initial: 'held',
                on: { tramGone: { target: 'away' }, tram: {} },
                states: {
                  held: { always: { guard: 'carsStand', target: 'free' } },
                  free: { entry: lamp('tram', 'go') },
                },
              },
            },
          },
        },
      },
      blinking: {
        entry: [lamp('cars', 'blinks'), 'allGo', { type: 'carsStop', params: { must: false } }],
        on: { repaired: { target: 'running' }, fault: {} },
      },
    },
  },
  record: { waiting: 0, carsMustStop: false, carsHaveStopped: false, tramIsNear: false },
  edits: {
    press: (crossing: Writable<Crossing>) => {
      crossing.waiting += 1;
    },
    allGo: (crossing: Writable<Crossing>) => {
      crossing.waiting = 0;
    },
    hurry: (crossing: Writable<Crossing>) => {
      crossing.carsMustStop = true;
    },
    carsStop: (crossing: Writable<Crossing>, _input, { must }: { readonly must: boolean }) => {
      crossing.carsHaveStopped = must;
      crossing.carsMustStop = false;
    },
    tramIs: (crossing: Writable<Crossing>, _input, { near }: { readonly near: boolean }) => {
      crossing.tramIsNear = near;
    },
  },
  tellings: {
    beep: (crossing, _input, say) => {
      for (let beeps = 1; beeps <= crossing.waiting; beeps += 1) say({ say: 'sound', beeps });
    },
  },
  guards: {
    mustStop: ({ carsMustStop }) => carsMustStop,
    wait: ({ waiting }, _input, { atLeast }: { readonly atLeast: number }) => waiting >= atLeast,
    nobodyWaits: ({ waiting }) => waiting === 0,
    mayWalk: ({ waiting, carsHaveStopped, tramIsNear }) => waiting > 0 && carsHaveStopped && !tramIsNear,
    carsStand: ({ carsHaveStopped }) => carsHaveStopped,
  },
};

import { Subject } from 'rxjs';
import type { Switch, SwitchEvent } from '@legwork/core';
import type { SimulatedSwitch } from './simulated-switch.ts';

/** The simulated switch behind the port that the runtime knows. */
export interface SimulatedPort extends Switch {
  readonly simulated: SimulatedSwitch;
}

/** Puts the switch that `build` makes behind the port; what it emits becomes the port's stream. */
export function asPort(build: (emit: (event: SwitchEvent) => void) => SimulatedSwitch): SimulatedPort {
  const events = new Subject<SwitchEvent>();
  const simulated = build((event) => events.next(event));
  return {
    simulated,
    capabilities: simulated.capabilities,
    events: events.asObservable(),
    perform: (effect) => simulated.perform(effect),
    snapshot() {
      const snapshot = simulated.snapshot();
      return snapshot === null
        ? Promise.reject(new Error('this switch cannot list its legs'))
        : Promise.resolve(snapshot);
    },
    close() {
      events.complete();
      return Promise.resolve();
    },
  };
}

import { Observable, Subject } from 'rxjs';
import type { SwitchEvent } from '../vocabulary/index.ts';

/** The one ordered stream of an adapter. What is told before anybody listens is kept for the first who does; nothing is kept afterwards. */
export interface SwitchEvents {
  readonly stream: Observable<SwitchEvent>;
  next(event: SwitchEvent): void;
  complete(): void;
}

export const createSwitchEvents = (): SwitchEvents => {
  const live = new Subject<SwitchEvent>();
  const early: SwitchEvent[] = [];
  let isHeard = false;
  return {
    stream: new Observable((subscriber) => {
      // Whoever hears of something may bring about more, which comes after what was kept.
      for (let event = early.shift(); event !== undefined; event = early.shift()) subscriber.next(event);
      isHeard = true;
      return live.subscribe(subscriber);
    }),
    next: (event) => {
      if (isHeard) live.next(event);
      else early.push(event);
    },
    complete: () => live.complete(),
  };
};

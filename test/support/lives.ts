import type { Clock, Command, Journal, JournalBatch, Publication, Switch, SwitchEffect } from '@legwork/core';
import { JournalFault, openRuntime, type Notice, type Runtime, type RuntimeOptions } from '@legwork/core/runtime';
import {
  clockOn,
  createCentre,
  createVirtualTime,
  type Centre,
  type CentreOptions,
  type VirtualTime,
} from '@legwork/sim';
import { filter } from 'rxjs';
import { openStore, type OpenStore } from '../../api/src/journal/open.ts';

/** When a process dies: before what it has gathered is durable, after that and before anything comes of it, after all of it came about. */
export type Death = 'before' | 'between' | 'after';

/** A contact centre whose engine dies and comes back, while the switch, its calls and the journal live on. */
export interface Lives {
  readonly time: VirtualTime;
  readonly centre: Centre;
  readonly store: OpenStore;
  /** The engine that lives now. */
  readonly runtime: () => Runtime;
  /** Asks for something; true where it was acknowledged as taken on. */
  readonly ask: (command: Command) => void;
  /** Ids of commands that were acknowledged as taken on. */
  readonly acknowledged: ReadonlySet<string>;
  /** Commands that were rejected: nothing may have come of them. */
  readonly rejected: ReadonlySet<string>;
  /** All that subscribers were told, life after life. */
  readonly told: readonly Publication[];
  /** Every batch that became durable. */
  readonly batches: readonly JournalBatch[];
  /** Effects that were performed before they were durable: there may be none. */
  readonly tooEarly: readonly SwitchEffect[];
  readonly notices: readonly Notice[];
  readonly pass: (ms: number) => Promise<void>;
  /** Everything that was asked of the switch, in order. */
  readonly performed: readonly SwitchEffect[];
  /** The engine dies at its next batch of which `when` is true, or in a second where there is none; a new one begins `awayMs` later. */
  readonly die: (death: Death, awayMs: number, when?: (batch: JournalBatch) => boolean) => Promise<void>;
  /** For so long nothing can be written. */
  readonly failFor: (ms: number, unnoticed?: boolean) => void;
}

export const startLives = async (
  options: Omit<CentreOptions, 'time'>,
  runtimeOptions: Partial<RuntimeOptions> = {},
): Promise<Lives> => {
  const time = createVirtualTime(1_000_000);
  const centre = createCentre({ ...options, time });
  const store = await openStore({ file: ':memory:' });
  const acknowledged = new Set<string>();
  const rejected = new Set<string>();
  const told: Publication[] = [];
  const batches: JournalBatch[] = [];
  const tooEarly: SwitchEffect[] = [];
  const performed: SwitchEffect[] = [];
  const notices: Notice[] = [];
  let durable = 0;
  let failsUntil = -1;
  let failsUnnoticed = false;
  let death: Death | null = null;
  let isDeadly: (batch: JournalBatch) => boolean = () => true;
  let isAlive = { now: true };
  let died: () => void = () => undefined;

  const kill = (): void => {
    isAlive.now = false;
    death = null;
    died();
  };
  const never = <Result>(): Promise<Result> => new Promise<Result>(() => undefined);

  const journalOf = (life: { readonly now: boolean }): Journal => ({
    ...store.journal,
    append: async (batch) => {
      if (!life.now) return never();
      if (death === 'before' && isDeadly(batch)) {
        kill();
        return never();
      }
      const fails = time.now() < failsUntil;
      if (!fails || failsUnnoticed) {
        await store.journal.append(batch);
        durable = batch.entries.at(-1)?.seq ?? durable;
        batches.push(batch);
      }
      if (fails) {
        // What was written is found by whoever looks, once.
        failsUnnoticed = false;
        throw new JournalFault('full', 'no room');
      }
      if (death === 'between' && isDeadly(batch)) {
        kill();
        return never();
      }
      return undefined;
    },
    // The file is closed when the last life is over.
    close: () => Promise.resolve(),
    save: (checkpoint) => (life.now ? store.journal.save(checkpoint) : never()),
  });
  const switchOf = (life: { readonly now: boolean }): Switch => ({
    ...centre.switch,
    events: centre.switch.events.pipe(filter(() => life.now)),
    perform: (effect) => {
      if (!life.now) return;
      if (Number(effect.op.split('.')[0]) > durable) tooEarly.push(effect);
      performed.push(effect);
      centre.switch.perform(effect);
    },
  });
  const clockOf = (life: { readonly now: boolean }): Clock => {
    const clock = clockOn(time);
    const alive = (run: () => void) => () => {
      if (life.now) run();
    };
    return {
      ...clock,
      perform: (effect) => {
        if (life.now) clock.perform(effect);
      },
      onFired: (fired) => clock.onFired((timer) => alive(() => fired(timer))()),
      after: (ms, run) => clock.after(ms, alive(run)),
      soon: (run) => clock.soon(alive(run)),
    };
  };

  const live = async (): Promise<Runtime> => {
    const life = { now: true };
    isAlive = life;
    const runtime = await openRuntime({
      config: centre.config,
      switches: new Map([[centre.id, switchOf(life)]]),
      clock: clockOf(life),
      journal: journalOf(life),
      notice: (notice) => notices.push(notice),
      ...runtimeOptions,
    });
    runtime.publications.subscribe((publication) => {
      if (life.now) told.push(publication);
    });
    return runtime;
  };

  let runtime = await live();
  /** Of one that has died nothing is waited for. */
  const settled = async (): Promise<void> => {
    if (!isAlive.now) return;
    await Promise.race([runtime.settled(), new Promise<void>((resolve) => (died = resolve))]);
  };
  const pass = (ms: number): Promise<void> => time.pass(ms, settled);

  const answer = async (command: Command, life: { readonly now: boolean }): Promise<void> => {
    try {
      const { accepted } = await runtime.ask(command);
      if (life.now && accepted) acknowledged.add(command.id);
    } catch {
      rejected.add(command.id);
    }
  };

  return {
    time,
    centre,
    store,
    runtime: () => runtime,
    ask: (command) => {
      void answer(command, isAlive);
    },
    acknowledged,
    rejected,
    told,
    batches,
    tooEarly,
    performed,
    notices,
    pass,
    die: async (how, awayMs, when = () => true) => {
      death = how === 'after' ? null : how;
      isDeadly = when;
      if (death !== null) await pass(1_000);
      kill();
      centre.switch.simulated.lose();
      await pass(awayMs);
      runtime = await live();
      centre.switch.simulated.comeBack();
    },
    failFor: (ms, unnoticed = false) => {
      failsUntil = time.now() + ms;
      failsUnnoticed = unnoticed;
    },
  };
};

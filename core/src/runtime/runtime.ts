import { Subject, type Observable } from 'rxjs';
import { createEngine, type Engine, type EngineConfig } from '../engine/index.ts';
import { createLiveList, type LiveList } from '../live/index.ts';
import type { Clock, Journal, JournalEntry, Note, Publication, Switch } from '../ports/index.ts';
import type {
  Command,
  CommandId,
  CommandType,
  Effect,
  Input,
  Output,
  Refusal,
  SwitchEffect,
  SwitchId,
} from '../vocabulary/index.ts';

/** What became of a command at once. What was taken on will be resolved by a publication. */
export type Taken =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly refusal: Refusal; readonly allowed: readonly CommandType[] };

/** What of an engine can be looked at. */
export type EngineView = Pick<Engine, 'state' | 'hears' | 'mayHear' | 'ears' | 'allowed' | 'would'>;

/** The imperative shell: an engine, its switches, a clock and a journal. Inputs are durable before anything comes of them. */
export interface Runtime {
  /**
   * Ask for something. Resolves when it is durable what became of it at once. Rejects with a `JournalFault` where it cannot be made durable;
   * then nothing has come of it.
   */
  ask(command: Command, note?: Omit<Note, 'command' | 'at'>): Promise<Taken>;
  /** Every fact, in order, once it is durable. */
  readonly publications: Observable<Publication>;
  /** The live list as of the last publication. */
  readonly live: LiveList;
  /** The number of the last publication. */
  published(): number;
  readonly engine: EngineView;
  now(): number;
  /** Resolves when nothing waits to be made durable. */
  settled(): Promise<void>;
  /** Takes no input any more; resolves when all that was taken is durable. Calls go on at the switch. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly config: EngineConfig;
  readonly switches: ReadonlyMap<SwitchId, Switch>;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** What one turn of the event loop has gathered. */
interface Turn {
  readonly entries: JournalEntry[];
  readonly publications: Publication[];
  readonly notes: Note[];
  readonly effects: Effect[];
  readonly answers: Answer[];
}
interface Answer {
  readonly taken: Taken;
  resolve(taken: Taken): void;
  reject(fault: unknown): void;
}

const newTurn = (): Turn => ({ entries: [], publications: [], notes: [], effects: [], answers: [] });

export const startRuntime = (options: RuntimeOptions): Runtime => {
  const { clock, journal, switches } = options;
  const engine = createEngine(options.config);
  const live = createLiveList();
  const publications = new Subject<Publication>();
  let turn = newTurn();
  let seq = 0;
  let drafted = 0;
  let published = 0;
  let performed = 0;
  let ended: Promise<void> | null = null;
  let flushing: Promise<void> | null = null;

  const take = (input: Input): readonly Output[] => {
    const at = clock.now();
    seq += 1;
    const outputs = engine.step(input, at);
    for (const output of outputs) {
      if (!('at' in output)) turn.effects.push(output);
      else {
        drafted += 1;
        turn.publications.push({ seq: drafted, fact: output });
      }
    }
    turn.entries.push({ seq, at, input, published: drafted, behaviour: 1 });
    flushing ??= new Promise((resolve) => {
      clock.soon(() => void flush().then(resolve));
    });
    return outputs;
  };

  const flush = async (): Promise<void> => {
    while (turn.entries.length > 0) {
      const done = turn;
      turn = newTurn();
      try {
        await journal.append({ ...done, performed });
      } catch (fault) {
        for (const answer of done.answers) answer.reject(fault);
        continue;
      }
      for (const effect of done.effects) perform(effect);
      performed = done.entries.at(-1)?.seq ?? performed;
      for (const publication of done.publications) {
        live.apply(publication.fact);
        published = publication.seq;
        publications.next(publication);
      }
      for (const answer of done.answers) answer.resolve(answer.taken);
    }
    flushing = null;
  };

  const perform = (effect: Effect): void => {
    if (isOfClock(effect)) clock.perform(effect);
    else switches.get(effect.switch)?.perform(effect);
  };

  clock.onFired((timer) => {
    if (ended === null) take({ type: 'timer.fired', timer });
  });
  for (const one of switches.values()) {
    one.events.subscribe((event) => {
      if (ended === null) take(event);
    });
  }

  return {
    ask: (command, note) =>
      new Promise((resolve, reject) => {
        const taken = takenOf(command.id, take(command));
        turn.answers.push({ taken, resolve, reject });
        if (note !== undefined) turn.notes.push({ ...note, command: command.id, at: clock.now() });
      }),
    publications: publications.asObservable(),
    live,
    published: () => published,
    engine,
    now: () => clock.now(),
    settled: () => flushing ?? Promise.resolve(),
    close: () => {
      ended ??= (flushing ?? Promise.resolve()).then(() => journal.close());
      return ended;
    },
  };
};

const isOfClock = (effect: Effect): effect is Exclude<Effect, SwitchEffect> =>
  effect.type === 'startTimer' || effect.type === 'stopTimer';

const takenOf = (command: CommandId, outputs: readonly Output[]): Taken => {
  for (const output of outputs) {
    if (output.type === 'command.accepted' && output.command === command) return { accepted: true };
    if (output.type === 'command.resolved' && output.command === command && output.refusal !== null) {
      return { accepted: false, refusal: output.refusal, allowed: output.allowed };
    }
  }
  throw new Error('bug: nothing became of a command');
};

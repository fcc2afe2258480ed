import { Subject } from 'rxjs';
import type { Publication } from '../ports/index.ts';
import { checkInput, type EventOf, type Input, type SwitchId } from '../vocabulary/index.ts';
import { createArming } from './arming.ts';
import { createCheckpoints } from './checkpoints.ts';
import { isOfSwitch, type Stride } from './course.ts';
import { createHeld } from './held.ts';
import { JournalFault } from './journal-fault.ts';
import { createPatience } from './patience.ts';
import { recover, type Recovered } from './recover.ts';
import { createRegaining } from './regain.ts';
import type { Runtime, Settled } from './runtime.ts';
import { takenOf, unnamed } from './taken.ts';
import { createToPerform } from './to-perform.ts';
import { batchOf, newTurn, type Asked, type Turn } from './turn.ts';
import { viewOf } from './view.ts';

export const run = (options: Settled, from: Recovered): Runtime => {
  const { config, clock, journal, switches, limits, notice } = options;
  const { live } = from;
  const publications = new Subject<Publication>();
  const toPerform = createToPerform(from.unperformed);
  const held = createHeld(limits.held);
  const patience = createPatience<Asked>(options.holdWhileLostMs, clock, (asked) => give(asked));
  const checkpoints = createCheckpoints(options, from.keptSeq);
  const arming = createArming(clock);
  const regaining = createRegaining(clock, options.randomness, {
    rebuild: () => rebuild(),
    canWrite: () => canWrite(),
    resume: (since) => resume(since),
    isOver: () => isClosed,
  });

  let course = from.course;
  let turn = newTurn();
  let published = course.published;
  /** The last entry whose effects were performed, or are in `toPerform`. */
  let performed = course.seq;
  let unanswered = 0;
  let trouble: JournalFault | null = null;
  let isClosed = false;
  let closing: Promise<void> | null = null;
  let flushing: Promise<void> | null = null;

  const now = (): number => Math.max(clock.now(), course.at);

  const take = (input: Input, isWellFormed?: boolean): Stride => {
    const stride = course.take(input, clock.now(), isWellFormed);
    turn.strides.push(stride);
    flushing ??= new Promise((resolve) => {
      clock.soon(() => void flush().then(resolve));
    });
    return stride;
  };

  const receive = (input: Input): void => {
    if (isClosed) return;
    if (trouble !== null) held.add(input);
    else if (input.type === 'switch.back' && checkInput(input).ok) back(input);
    else take(input);
  };

  /** What a crash may have kept from the switch is asked of it before the engine looks at what it lists, and asks for more. */
  const back = (event: EventOf<'switch.back'>): void => {
    const known = course.engine.state.epochs.get(event.switch);
    if (known !== undefined && known !== event.epoch) toPerform.forget(event.switch);
    const { effects, event: told } = toPerform.back(event);
    for (const effect of effects) switches.get(effect.switch)?.perform(effect);
    take(told);
    arming.back(course, event.switch);
    for (const asked of patience.release(mustWait)) give(asked);
  };

  const give = (asked: Asked): void => {
    if (trouble !== null) {
      refuse(asked, trouble);
      return;
    }
    const { command, isWellFormed, note } = asked;
    const { entry, publications: told } = take(command, isWellFormed);
    turn.answers.push({ asked, taken: takenOf(command, told) });
    if (note !== undefined) turn.notes.push({ ...note, command: command.id, at: entry.at });
  };

  const refuse = (asked: Asked, fault: JournalFault): void => {
    unanswered -= 1;
    asked.reject(fault);
  };

  const mustWait = ({ command, isWellFormed }: Asked): boolean => {
    const { lost } = course.engine.state;
    if (options.holdWhileLostMs === 0 || lost.size === 0 || !isWellFormed) return false;
    if (command.type === 'cmd.activateFlow') return false;
    if (command.type === 'cmd.originate') return config.switches.every(({ id }) => lost.has(id));
    return course.engine.would(command)?.reason === 'unconfirmed';
  };

  const flush = async (): Promise<void> => {
    while (turn.strides.length > 0) {
      const done = turn;
      turn = newTurn();
      // The engine stands right behind what is being written: later it may have gone on.
      const checkpoint = checkpoints.isDue(course) ? checkpoints.describe(course) : null;
      try {
        await journal.append(batchOf(done, performedUpTo()));
      } catch (error) {
        lose(done, asFault(error));
        return;
      }
      for (const stride of done.strides) perform(stride);
      for (const stride of done.strides) publish(stride.publications);
      for (const { asked, taken } of done.answers) {
        unanswered -= 1;
        asked.resolve(taken);
      }
      if (checkpoint !== null) checkpoints.keep(checkpoint, live, toPerform.all);
    }
    flushing = null;
  };

  /** Effects of later entries are repeated after a crash. */
  const performedUpTo = (): number => Math.min(performed, (toPerform.all[0]?.seq ?? Infinity) - 1);

  const perform = ({ entry, effects }: Stride): void => {
    for (const effect of effects) {
      if (isOfSwitch(effect)) {
        toPerform.supersede(effect);
        switches.get(effect.switch)?.perform(effect);
      } else clock.perform(effect);
    }
    performed = entry.seq;
  };

  const publish = (told: readonly Publication[]): void => {
    for (const publication of told) {
      live.apply(publication.fact);
      published = publication.seq;
      publications.next(publication);
    }
  };

  /** Nothing that was not made durable has happened. What was observed has, and will be taken again. */
  const lose = (done: Turn, fault: JournalFault): void => {
    const undone = [done, turn];
    turn = newTurn();
    trouble = fault;
    notice({ type: 'journal.lost', fault });
    for (const { answers } of undone) for (const { asked } of answers) refuse(asked, fault);
    for (const asked of patience.release()) refuse(asked, fault);
    for (const { strides } of undone) for (const { entry } of strides) held.add(entry.input);
    flushing = null;
    regaining.begin(now());
  };

  const resume = (since: number): void => {
    trouble = null;
    const { inputs, missed, dropped } = held.release();
    notice({ type: 'journal.back', afterMs: now() - since, held: inputs.length });
    if (dropped > 0) notice({ type: 'inputs.dropped', count: dropped });
    for (const id of missed) take({ type: 'switch.lost', switch: id, basis: 'assumed' });
    arming.all(course, since);
    for (const input of inputs) receive(input);
    for (const id of missed) void askAnew(id);
  };

  /** The engine is put back to what the journal holds. That may be more than was known to be durable: then it is done now. */
  const rebuild = async (): Promise<boolean> => {
    try {
      const { course: again, strides } = await recover(journal, config, options.behaviours);
      course = again;
      for (const stride of strides) if (stride.entry.seq > performed) perform(stride);
      for (const stride of strides) publish(stride.publications.filter(({ seq }) => seq > published));
      return true;
    } catch (error) {
      trouble = asFault(error);
      return false;
    }
  };

  const canWrite = async (): Promise<boolean> => {
    try {
      await journal.append(batchOf(newTurn(), performedUpTo()));
      return true;
    } catch (error) {
      trouble = asFault(error);
      return false;
    }
  };

  /** Much of what the switch has said was let go. */
  const askAnew = async (id: SwitchId): Promise<void> => {
    const asked = switches.get(id);
    if (asked === undefined) return;
    const epoch = course.engine.state.epochs.get(id) ?? id;
    const isBack = (snapshot: EventOf<'switch.back'>['snapshot']): void =>
      receive({ type: 'switch.back', switch: id, basis: 'assumed', epoch, snapshot });
    if (!asked.capabilities.traits.list) isBack(null);
    // A switch that cannot be asked is out of reach, and says so itself when it is back.
    else await asked.snapshot().then(isBack, () => undefined);
  };

  const settled = async (): Promise<void> => {
    for (let work = flushing ?? regaining.underWay; work !== null; work = flushing ?? regaining.underWay) await work;
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    const fault = new JournalFault('closed', 'the runtime was closed');
    for (const asked of patience.release()) refuse(asked, fault);
    await settled();
    await checkpoints.settled();
    if (trouble === null && course.seq > 0) checkpoints.keep(checkpoints.describe(course), live, toPerform.all);
    await checkpoints.settled();
    await journal.close();
    publications.complete();
  };

  const heardAt = course.at;
  for (const id of switches.keys()) {
    if ((from.isFresh && !options.awaited.has(id)) || course.engine.state.lost.has(id)) continue;
    take({ type: 'switch.lost', switch: id, basis: 'assumed' });
  }
  clock.onFired((timer) => receive({ type: 'timer.fired', timer }));
  arming.all(course, heardAt);
  for (const one of switches.values())
    one.events.subscribe((event) => {
      if (isFromSwitch(event)) receive(event);
    });

  return {
    ask: (command, note) =>
      new Promise((resolve, reject) => {
        const checked = checkInput(command);
        const asked = { command, isWellFormed: checked.ok, note, resolve, reject };
        const unheard = unnamed(checked);
        if (isClosed) reject(new JournalFault('closed', 'the runtime was closed'));
        else if (trouble !== null) reject(trouble);
        else if (unanswered >= limits.commands) reject(new JournalFault('busy', 'more is asked for than is done'));
        else if (unheard !== null) resolve(unheard);
        else {
          unanswered += 1;
          if (mustWait(asked)) patience.wait(asked);
          else give(asked);
        }
      }),
    publications: publications.asObservable(),
    live,
    published: () => published,
    engine: viewOf(() => course.engine),
    now,
    fault: () => trouble,
    waiting: () => unanswered,
    settled,
    close: () => (closing ??= close()),
  };
};

/** Whatever an adapter hands over that is no observation at all is not for the engine. */
const isFromSwitch = (event: unknown): boolean => {
  const type: unknown = typeof event === 'object' && event !== null && 'type' in event ? event.type : null;
  return typeof type === 'string' && type !== 'timer.fired' && !type.startsWith('cmd.');
};

/** Anything else that a journal throws is a bug of it, and no reason to lose what was observed. */
const asFault = (error: unknown): JournalFault =>
  error instanceof JournalFault ? error : new JournalFault('failed', 'the journal failed', { cause: error });

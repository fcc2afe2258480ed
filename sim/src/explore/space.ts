import { asId, compiled, type Deciders, type Input, type TimerId } from '@legwork/core';
import { problemBetween } from './between.ts';
import { begin, configOf } from './beginning.ts';
import type { Deed } from './deed.ts';
import type { Line } from './line.ts';
import { createMinds, type Scene } from './minds.ts';
import { commandsIn, isDue, type Bounds, type Move } from './moves.ts';
import { createPairs, createThings } from './states.ts';
import { createWorlds, type WorldMove } from './worlds.ts';

/**
 * All states that one call can be in with everything around it, and what can come next in each. A state is one of the engine and one of the
 * world, with what has befallen it.
 */
export interface Space {
  /** How many states have been met; the first is the beginning. */
  readonly size: number;
  readonly engineStates: number;
  readonly engineSteps: number;
  readonly worldStates: number;
  /** Everything that can come next, always in the same order. */
  expand(state: number, emit: Emit): void;
  /** The state that a move leads to; ~state where it was met before. */
  follow(state: number, input: number, world: number, fate: number): number;
  /** A move as it is told. */
  move(kind: Move['kind'], input: number, says: string): Move;
  /** What is wrong in a state is reported. */
  look(state: number): void;
  /** The customer has gone, or the end was asked for: nothing is left but taking the call down. */
  isEnding(state: number): boolean;
  /** The call is closed, and nothing of it is left on the switch. */
  isOver(state: number): boolean;
  /** The engine in that state, as a text. */
  textOf(state: number): string;
}

/** What the engine is told (-1: nothing), the world that the move makes, what has befallen it then. */
export type Emit = (kind: Move['kind'], input: number, world: number, fate: number, says: string) => void;

/** Something is wrong: in a state, or with a step from it. */
export type Report = (problem: string, step: Move | null) => void;

export const createSpace = (bounds: Bounds, deciders: Deciders = compiled(), report: Report = () => {}): Space => {
  const { legs, supervisors, faults, ahead } = bounds;
  const config = configOf(supervisors);
  const traits = config.switches[0]?.capabilities.traits ?? noTraits;
  const inputThings = createThings<Input>();
  const inputs = {
    at: (number: number): Input => inputThings.at(number),
    number: (input: Input): number => inputThings.number(JSON.stringify(input), input),
  };
  const move = (kind: Move['kind'], input: number, says: string): Move => ({
    kind,
    input: input < 0 ? null : inputs.at(input),
    says: kind === 'command' ? inputs.at(input).type : says,
  });
  const deeds = createThings<Deed>();
  const scenes = createThings<Scene>();
  const minds = createMinds(config, deciders, {
    inputs,
    scenes,
    deeds,
    report: (problem, input) => report(problem, input === null ? null : move(kindOf(inputs.at(input)), input, '')),
  });
  const truths = createThings<readonly Line[]>();
  const worlds = createWorlds(inputs, deeds, truths, bounds.tellsAtOnce ?? true);
  const states = createPairs();
  const looked = createPairs();
  const askable = new Map<number, readonly number[]>();

  const mindOf = (state: number): number => states.one(state);
  const worldOf = (state: number): number => states.other(state) >> FATE_BITS;
  const fateOf = (state: number): number => states.other(state) & FATE_MASK;
  const add = (mind: number, world: number, fate: number): number => {
    if (world >= MOST_WORLDS) throw new Error('bug: more worlds than there are numbers for');
    return states.add(mind, (world << FATE_BITS) | fate);
  };

  const timerInputs = new Map<TimerId, number>();
  const timerInput = (timer: TimerId): number => {
    let input = timerInputs.get(timer);
    if (input === undefined) timerInputs.set(timer, (input = inputs.number({ type: 'timer.fired', timer })));
    return input;
  };
  const lost = inputs.number({ type: 'switch.lost', switch: asId('sim'), basis: 'seen' });
  const restarted = inputs.number({
    type: 'switch.back',
    switch: asId('sim'),
    basis: 'seen',
    epoch: 'restarted',
    snapshot: { legs: [] },
  });
  const nothing = worlds.number([]);

  /** The commands that are taken on in a state of the engine. Those that are refused change nothing, and are looked at once. */
  const commandsOf = (mind: number): readonly number[] => {
    let known = askable.get(mind);
    if (known === undefined) {
      const most = Math.max(legs, minds.view(mind).legs);
      known = commandsIn(minds.engine(mind), bounds)
        .map(inputs.number)
        .filter((input) => {
          const { to, isRefused } = minds.take(mind, input);
          return !isRefused && minds.view(to).legs <= most;
        });
      askable.set(mind, known);
    }
    return known;
  };

  const emitFaults = (state: number, emit: Emit): void => {
    const world = worldOf(state);
    const fate = fateOf(state);
    const struck = (fate - 1) | STRUCK;
    for (const { says, input, to, misleads } of worlds.strikes(world))
      emit('fault', input, to, misleads ? struck | MISLED : struck, says);
    emit('fault', lost, worlds.cutOff(world), struck | LOST, 'the switch is out of reach');
    emit('fault', lost, worlds.cutOff(worlds.done(world)), struck | LOST, 'the switch is out of reach, all being done');
    emit('fault', restarted, nothing, fate - 1, 'the switch restarts and has forgotten everything');
  };

  const { engine, lines } = begin(config, deciders);
  add(minds.meet(engine), worlds.number(lines), faults);

  return {
    get size() {
      return states.size;
    },
    get engineStates() {
      return minds.size;
    },
    get engineSteps() {
      return minds.steps;
    },
    get worldStates() {
      return worlds.size;
    },
    expand: (state, emit) => {
      const mind = mindOf(state);
      const world = worldOf(state);
      const fate = fateOf(state);
      const { timers, asks, isClosed } = minds.view(mind);
      const now = worlds.at(world);
      const isQuiet = now.underWay === 0;
      const isLost = (fate & LOST) !== 0;
      const mayStrike = (fate & FAULTS) > 0;
      // What the engine waits for counts too: a leg that has ended takes in whatever is asked of it.
      const mayAct = Math.max(now.underWay, asks) <= ahead;
      for (const { kind, says, input, to } of now.moves)
        if (mayAct || kind !== 'answers') emit(moveKind(kind), input, isLost ? worlds.cutOff(to) : to, fate, says);
      if (mayStrike && !isLost) emitFaults(state, emit);
      // Out of reach, the engine asks and is never answered: it is back before that has gone on for long.
      const isOutOfPatience = isLost && asks > MOST_UNANSWERED;
      for (const [timer, owner] of isOutOfPatience ? [] : timers) {
        if (isDue(owner, now.lines, isQuiet)) emit('timer', timerInput(timer), world, fate, owner.name);
        else if (mayStrike)
          emit('fault', timerInput(timer), world, (fate - 1) | STRUCK, `timer ${owner.name} is early`);
      }
      // What is left of a call that was given up is settled by the next list.
      const isLeftOver = isClosed && (fate & FAULTS) < faults && now.lines.length > 0;
      if (isLost || (isQuiet && ((fate & STRUCK) !== 0 || isLeftOver)))
        emit('resync', worlds.resync(world), world, fate & FAULTS, isLost ? 'the switch is back' : 'resync');
      if (mayAct) for (const input of commandsOf(mind)) emit('command', input, world, fate, '');
    },
    follow: (state, input, world, fate) => {
      const mind = mindOf(state);
      let to = mind;
      let deed = minds.view(mind).stillness;
      if (input >= 0) ({ to, deed } = minds.take(mind, input));
      const after = worlds.after(world, deed);
      return add(to, (fate & LOST) === 0 ? after : worlds.cutOff(after), fate);
    },
    move,
    look: (state) => {
      const fate = fateOf(state);
      const { scene } = minds.view(mindOf(state));
      if ((fate & MISLED) !== 0) return;
      const world = worlds.at(worldOf(state));
      const isKnown = world.underWay === 0 && (fate & STRUCK) === 0;
      for (const truth of world.truths) {
        if (looked.add(scene, truth * 2 + (isKnown ? 1 : 0)) < 0) continue;
        const problem = problemBetween(scenes.at(scene), truths.at(truth), isKnown, traits);
        if (problem !== null) report(problem, null);
      }
    },
    isEnding: (state) => minds.view(mindOf(state)).isEnding || worlds.at(worldOf(state)).isCustomerGone,
    isOver: (state) => minds.view(mindOf(state)).isClosed && worlds.at(worldOf(state)).lines.length === 0,
    textOf: (state) => minds.text(mindOf(state)),
  };
};

/** What has befallen the world, in bits: how many faults may still strike; one has; an event was doubled or overtaken; the switch is out of reach. */
const FATE_BITS = 5;
const FATE_MASK = 31;
const FAULTS = 3;
const STRUCK = 4;
const MISLED = 8;
const LOST = 16;
const MOST_WORLDS = 1 << (31 - FATE_BITS);

/** How many placements may be asked for in vain while the switch is out of reach, before it is back. */
const MOST_UNANSWERED = 2;

const moveKind = (kind: WorldMove['kind']): Move['kind'] => (kind === 'answers' ? 'phone' : kind);
const kindOf = ({ type }: Input): Move['kind'] => {
  if (type.startsWith('cmd.')) return 'command';
  return type === 'timer.fired' ? 'timer' : 'arrived';
};
const noTraits = { coWhisper: false, tapHearsTreatment: false };

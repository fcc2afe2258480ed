import { asId } from '@legwork/core';
import { catalogue, passOn, wireOf, type FaultName, type SimulatedSwitchOptions } from '@legwork/sim';
import { createSimulation } from '../../sim/src/kernel/index.ts';
import { inShort, openSwitchboard, type Switchboard } from './switchboard.ts';

/** A conversation between the customer `c` and the agent `a` on a switch that one fault strikes whenever it can. */
export interface FaultyBoard {
  readonly board: Switchboard;
  /** What the switch has told since the conversation began, oldest first, with its time in ms: `10 c ended normal`. */
  readonly told: () => readonly string[];
  /** What is so on the switch: `c main`, `s monitor a`. */
  readonly isSo: () => readonly string[];
  /** After how many milliseconds a timer of so many fires. */
  readonly timerMs: (ms: number) => number;
  /** How often the fault has struck. */
  readonly struck: () => number;
}

/** The fault takes the longest of the times that it can take, and the first of whatever it picks from. */
export function faultyBoard(name: FaultName, strikes: 'once' | 'always' = 'always'): FaultyBoard {
  const simulation = createSimulation<() => void>((run) => run());
  const told: { readonly at: number; readonly word: string }[] = [];
  let startMs = Infinity;
  let struck = 0;
  const promptMs = (): number => 2_000;
  const wire = wireOf({
    simulated: () => board.simulated,
    now: () => simulation.now(),
    later: (ms, run) => void simulation.after(ms, run),
    promptMs,
  });
  const ways = catalogue[name].begin(wire, {
    strikes: () => {
      if (simulation.now() < startMs || (strikes === 'once' && struck > 0)) return false;
      struck += 1;
      return true;
    },
    draw: ([, toMs]) => toMs,
    pick: ([first]) => {
      if (first === undefined) throw new Error('nothing to pick from');
      return first;
    },
  });
  const options: Partial<SimulatedSwitchOptions> = {
    schedule(delayMs, run) {
      const handle = simulation.after(delayMs, run);
      return () => simulation.cancel(handle);
    },
    promptMs,
    emit: (event) => {
      const about = 'native' in event ? `${event.native} ` : '';
      told.push({ at: simulation.now(), word: `${about}${inShort(event)}` });
    },
    deliver: ways.events ?? passOn,
    carry: ways.effects ?? passOn,
    ...(ways.list === undefined ? {} : { list: ways.list }),
  };
  const board = openSwitchboard(options, { nobody: { kind: 'ringsOut' } });
  const onBoard: Switchboard = {
    ...board,
    settle: () => simulation.runUntilEmpty(),
    runFor: (ms) => simulation.runUntil(simulation.now() + ms),
    now: () => simulation.now(),
  };
  onBoard.simulated.offer({ native: asId('c'), from: asId('0901'), to: asId('1900') });
  onBoard.ask({ do: 'answer', leg: 'c' });
  onBoard.ask({ do: 'dial', leg: 'a' });
  onBoard.settle();
  onBoard.ask({ do: 'join', leg: 'c' });
  onBoard.ask({ do: 'join', leg: 'a' });
  onBoard.settle();
  startMs = simulation.now();
  return {
    board: onBoard,
    told: () => told.filter(({ at }) => at > startMs).map(({ at, word }) => `${at - startMs} ${word}`),
    isSo: () =>
      onBoard.simulated
        .legs()
        .map(({ native, up, at, mode, target }) =>
          up ? `${native} ${at === 'tap' ? `${mode} ${target}` : at}` : `${native} rings`,
        ),
    timerMs: ways.timerMs ?? ((ms) => ms),
    struck: () => struck,
  };
}

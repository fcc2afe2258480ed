import type { WriteStream } from 'node:tty';
import type { CallId, CommandId, Fact } from '@legwork/core';
import type { CallFigures, Day } from '@legwork/sim';
import { createScreen } from './screen.ts';
import { clockText } from './summary.ts';
import { inWords } from './words.ts';

/** Shows a day while it passes. */
export interface Progress {
  /** To be called each minute of the day. */
  show(): void;
  end(): void;
}

type Out = Pick<WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;

/** On a terminal a picture that is drawn in place; elsewhere a line an hour. */
export function showProgress(day: Day, out: Out, calls: () => CallFigures): Progress {
  const actions = lastActions(day, ACTIONS_SHOWN);
  if (out.isTTY) {
    const screen = createScreen(out);
    return {
      show: () => screen.draw([...picture(day, calls(), out.columns), '', ...actions()]),
      end: () => screen.end(),
    };
  }
  return {
    show() {
      if (day.clockMs() % HOUR_MS === 0) out.write(`${line(day, calls())}\n`);
    },
    end: () => undefined,
  };
}

const HOUR_MS = 3_600_000;
const ACTIONS_SHOWN = 6;
/** What stands beside the bar of who waits. */
const BESIDE_BARS = 30;

function picture(day: Day, calls: CallFigures, columns: number): readonly string[] {
  const { world, plan } = day;
  const { waiting, longestWaitMs, talking, held, agents } = world.live.figures(world.now());
  const passed = Math.min(1, (day.clockMs() - plan.fromMs) / (plan.toMs - plan.fromMs));
  const share = calls.serviceLevel.ofServedAndLate;
  const longest = Math.min(40, Math.max(10, columns - BESIDE_BARS));
  const blocks = (count: number): string => '█'.repeat(Math.min(count, longest));
  return [
    `${plan.title}, seed ${plan.seed}`,
    `${clockText(day.clockMs())}  ${bar(passed, 40)} ${Math.round(passed * 100)} %`,
    '',
    `waiting  ${pad(waiting)} ${blocks(waiting)}${waiting > 0 ? `  longest ${minutes(longestWaitMs)}` : ''}`,
    `talking  ${pad(talking)} ${blocks(talking)}${held > 0 ? `  on hold ${held}` : ''}`,
    `agents   ${agents.available} free, ${agents.reserved} ringing, ${agents.talking} talking, ${agents.wrapUp} after-call, ${agents.away} away`,
    `so far   ${calls.offered} calls: ${calls.served} served, ${calls.abandoned} gave up, ${calls.turnedAway} turned away`,
    `level    ${Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`} in time, of served + abandoned late`,
  ];
}

function line(day: Day, calls: CallFigures): string {
  const { waiting, talking, agents } = day.world.live.figures(day.world.now());
  return `${clockText(day.clockMs())}  waiting ${waiting}, talking ${talking}, free agents ${agents.available}; so far ${calls.served} served, ${calls.abandoned} gave up`;
}

const pad = (count: number): string => String(count).padStart(3);
const bar = (share: number, width: number): string => {
  const filled = Math.round(share * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
};
const minutes = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

/** The latest things that supervisors did, or were refused, the newest last. */
function lastActions({ world, plan }: Day, shown: number): () => readonly string[] {
  const agents = new Map<CallId, string>();
  // Whom a command was about, from when it was taken on: by its end another agent may have the call.
  const subjects = new Map<CommandId, string | undefined>();
  const lines: string[] = [];

  const hear = (fact: Fact): void => {
    if (fact.type === 'call.party') {
      if (fact.party?.kind === 'agent') agents.set(fact.call, fact.party.agent);
    } else if (fact.type === 'call.closed') {
      agents.delete(fact.call);
    } else if (fact.type === 'command.accepted') {
      if (fact.call !== null) subjects.set(fact.command, agents.get(fact.call));
    } else if (fact.type === 'audit') {
      const agent = subjects.get(fact.command) ?? (fact.call === null ? undefined : agents.get(fact.call));
      subjects.delete(fact.command);
      const words = inWords(fact, agent ?? null);
      if (words === null) return;
      lines.push(`${clockText(fact.at - plan.midnightMs)}  ${words}`);
      if (lines.length > shown) lines.shift();
    }
  };
  world.onStep((_at, _input, outputs) => {
    for (const output of outputs) if ('at' in output) hear(output);
  });
  return () => ['supervisors', ...lines, ...Array.from({ length: shown - lines.length }, () => '')];
}

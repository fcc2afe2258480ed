import type { CallId, Fact, Input, LegId, NativeId, Output, SwitchEffect, SwitchEvent } from '@legwork/core';
import { wordOf } from './words.ts';

/** One step of an engine: what it took, and what it gave. */
export interface LadderStep {
  readonly at: number;
  readonly input: Input;
  readonly outputs: readonly Output[];
}

/**
 * One call as a ladder diagram: time runs down, the engine has a lane, each leg of the call has one, supervisors' legs included. What is asked
 * goes from the engine to a leg, what is observed comes back; commands and timers come in from the left, facts stand on the right.
 *
 * Takes the steps of a whole engine and picks those about the call. Times are in ms, counted from the call's first step.
 */
export const ladder = (steps: Iterable<LadderStep>, call: CallId): string => {
  const mine = pick(steps, call);
  const startMs = mine.rows[0]?.at ?? 0;
  const lines = [line(mine.lanes, { left: '', rungs: '', notes: [] }, header(mine.lanes))];
  for (const row of mine.rows) {
    const at = String(row.at - startMs).padStart(timeWidth);
    lines.push(line(mine.lanes, row, drawn(mine.lanes, row), at));
  }
  return lines.join('\n');
};

const timeWidth = 8;
const leftWidth = 24;
const laneWidth = 18;

interface Lane {
  readonly leg: LegId;
  readonly title: string;
  /** The rows between which the leg is there. */
  readonly from: number;
  to: number;
}
interface Row {
  readonly at: number;
  /** What comes in from outside. */
  readonly left: string;
  readonly arrow: { readonly lane: number; readonly word: string; readonly isAsked: boolean } | null;
  readonly notes: readonly string[];
  readonly n: number;
}

/** What of the steps is about the call, as rows: the first of a step has what came in, each further one an effect. */
const pick = (
  steps: Iterable<LadderStep>,
  call: CallId,
): { readonly lanes: readonly Lane[]; readonly rows: readonly Row[] } => {
  const lanes: Lane[] = [];
  const rows: Row[] = [];
  const laneOf = new Map<string, number>();
  const nativeOf = new Map<LegId, NativeId>();

  const open = (leg: LegId, title: string, native: NativeId | null): void => {
    if (laneOf.has(leg)) return;
    laneOf.set(leg, lanes.length);
    if (native !== null) {
      laneOf.set(native, lanes.length);
      nativeOf.set(leg, native);
    }
    lanes.push({ leg, title: `${leg} ${title}`.trim(), from: rows.length, to: Infinity });
  };

  for (const { at, input, outputs } of steps) {
    const facts = outputs.filter(isFact).filter((fact) => 'call' in fact && fact.call === call);
    const effects = outputs.filter(isEffect).filter((effect) => effect.call === call || laneOf.has(effect.native));
    const native = 'native' in input ? input.native : undefined;
    const isKnown = native !== undefined && laneOf.has(native);
    if (facts.length === 0 && effects.length === 0 && !isKnown && !isAbout(input, call, laneOf)) continue;

    for (const fact of facts) {
      if (fact.type !== 'leg.created') continue;
      open(fact.leg, fact.slot, input.type === 'leg.offered' ? input.native : null);
    }
    for (const effect of effects) open(effect.leg, '', effect.native);
    const seenOn = native === undefined ? undefined : laneOf.get(native);
    const isSeen = seenOn !== undefined && isEvent(input);
    rows.push({
      at,
      left: isSeen ? '' : wordOf(input),
      arrow: isSeen ? { lane: seenOn, word: wordOf(input), isAsked: false } : null,
      notes: facts.flatMap((fact) => (fact.type === 'leg.created' ? [] : [wordOf(fact)])).filter((word) => word !== ''),
      n: rows.length,
    });
    for (const effect of effects) {
      const to = laneOf.get(effect.leg) ?? 0;
      rows.push({ at, left: '', arrow: { lane: to, word: wordOf(effect), isAsked: true }, notes: [], n: rows.length });
    }
    for (const fact of facts) {
      const ended = fact.type === 'leg.ended' ? lanes[laneOf.get(fact.leg) ?? -1] : undefined;
      if (ended !== undefined) ended.to = rows.length - 1;
    }
  }
  return { lanes, rows };
};

const isFact = (output: Output): output is Fact => 'at' in output;
const isEvent = (input: Input): input is SwitchEvent => 'switch' in input;
type LegEffect = Extract<SwitchEffect, { readonly leg: LegId }>;
const isEffect = (output: Output): output is LegEffect => 'op' in output && 'leg' in output;

/** A command or a timer of the call, of one of its legs, or of a seat whose leg has a lane. */
const isAbout = (input: Input, call: CallId, laneOf: ReadonlyMap<string, number>): boolean => {
  if (input.type === 'switch.lost' || input.type === 'switch.back') return laneOf.size > 0;
  if ('call' in input) return input.call === call;
  if ('leg' in input) return laneOf.has(input.leg);
  if ('seat' in input) return laneOf.has(`${input.seat}.1`);
  if (input.type !== 'timer.fired') return false;
  const [owner = ''] = input.timer.split(':');
  return owner === call || laneOf.has(owner) || laneOf.has(`${owner}.1`);
};

const columnOf = (lane: number): number => (lane + 1) * laneWidth;

const header = (lanes: readonly Lane[]): string =>
  ['engine', ...lanes.map(({ title }) => title)]
    .map((title) => title.slice(0, laneWidth - 1).padEnd(laneWidth))
    .join('');

/** The lanes in this row, and the arrow across them. */
const drawn = (lanes: readonly Lane[], { arrow, n }: Row): string => {
  const cells = Array.from({ length: columnOf(lanes.length) }, () => ' ');
  cells[0] = '│';
  lanes.forEach(({ from, to }, lane) => {
    if (n >= from && n <= to) cells[columnOf(lane)] = '│';
  });
  if (arrow === null) return cells.join('');
  const end = columnOf(arrow.lane);
  for (let x = 1; x < end; x += 1) cells[x] = cells[x] === '│' ? '┼' : '─';
  cells[arrow.isAsked ? end - 1 : 1] = arrow.isAsked ? '▶' : '◀';
  const word = arrow.word.slice(0, laneWidth - 5);
  for (let x = 0; x < word.length; x += 1) cells[x + 3] = word.charAt(x);
  return cells.join('');
};

const line = (
  lanes: readonly Lane[],
  { left, notes }: { readonly left: string; readonly notes: readonly string[]; readonly rungs?: string },
  middle: string,
  at = '',
): string => {
  const width = columnOf(lanes.length) + 1;
  const start = `${at.padStart(timeWidth)}  ${left.slice(0, leftWidth).padEnd(leftWidth)} `;
  return `${start}${middle.padEnd(width)} ${notes.join('; ')}`.trimEnd();
};

import {
  charts,
  isWithin,
  nameOf,
  paramsOf,
  wordsOf,
  type Chart,
  type MachineName,
  type State,
  type Transition,
} from './chart.ts';
import type { Named } from '@legwork/core';

/** Where each machine's diagram lies, from the top of the repository. */
const diagramPaths: { readonly [Name in MachineName]: string } = {
  call: 'core/src/call/call.mmd',
  leg: 'core/src/leg/leg.mmd',
  seat: 'core/src/supervision/seat.mmd',
  agent: 'core/src/agent/agent.mmd',
};

/**
 * A machine as a Mermaid state diagram. Arrows are transitions that change the state, `event [guard] / what it says`; what a state does while
 * it stays as it is stands inside it. Bookkeeping in the record is left out, and so are stopped timers: they stand in the configuration.
 */
const diagramOf = (chart: Chart): string => {
  const [root, ...states] = chart.states;
  if (root === undefined) throw new Error(`bug: ${chart.name} has no states`);
  const drawing: Drawing = {
    chart,
    states: new Map(states.map((state) => [state.path, state])),
    ids: idsOf(states.map(({ path }) => path)),
  };
  const arrows = chart.states.flatMap((state) => arrowsOf(drawing, state));
  return [
    '%% Drawn from the machine by `pnpm diagrams`; a test fails where the two differ.',
    'stateDiagram-v2',
    'direction TB',
    ...anywhere(drawing, root),
    ...(root.parallel ? regions(drawing, root) : inside(drawing, root, 0)),
    ...arrows,
    '',
  ].join('\n');
};

export const diagrams = (): readonly { readonly path: string; readonly text: string }[] =>
  charts().map((chart) => ({ path: diagramPaths[chart.name], text: diagramOf(chart) }));

interface Drawing {
  readonly chart: Chart;
  readonly states: ReadonlyMap<string, State>;
  readonly ids: ReadonlyMap<string, string>;
}

/** The last words of each path that no other path ends in. */
const idsOf = (paths: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    paths.map((path) => {
      const words = path.split('.');
      const endings = words.map((_word, n) => words.slice(words.length - 1 - n).join('.'));
      const own = endings.find((ending) =>
        paths.every((other) => other === path || !`.${other}`.endsWith(`.${ending}`)),
      );
      return [path, (own ?? path).replaceAll('.', '_')];
    }),
  );
const idOf = ({ ids }: Drawing, path: string | null): string => ids.get(path ?? '') ?? '';
const lastOf = (path: string): string => path.split('.').at(-1) ?? '';

/** What the machine does wherever it is. */
const anywhere = (drawing: Drawing, root: State): readonly string[] => {
  const lines = doings(drawing, root);
  if (lines.length === 0) return [];
  return ['state "in any state" as anywhere', ...lines.map((text) => `anywhere : ${text}`)];
};

/** Only what has a name can be divided. */
const regions = (drawing: Drawing, root: State): readonly string[] => [
  `state "${drawing.chart.name}" as machine {`,
  ...inside(drawing, root, 1),
  '}',
];

const inside = (drawing: Drawing, parent: State, depth: number): readonly string[] => {
  const indent = '  '.repeat(depth);
  const lines = parent.initial === null ? [] : [`${indent}[*] --> ${idOf(drawing, parent.initial)}`];
  for (const [n, path] of parent.children.entries()) {
    const state = drawing.states.get(path);
    if (state === undefined) continue;
    if (parent.parallel && n > 0) lines.push(`${indent}--`);
    if (state.children.length > 0) {
      lines.push(`${indent}state "${titleOf(drawing, state)}" as ${idOf(drawing, path)} {`);
      lines.push(...inside(drawing, state, depth + 1), `${indent}}`);
    } else {
      lines.push(`${indent}state "${lastOf(path)}" as ${idOf(drawing, path)}`);
      for (const text of doings(drawing, state)) lines.push(`${indent}${idOf(drawing, path)} : ${text}`);
    }
  }
  return lines;
};

/** A state with states inside has one line for its name and all that it does. */
const titleOf = (drawing: Drawing, state: State): string =>
  [lastOf(state.path), ...doings(drawing, state)].join('<br/>');

const doings = (drawing: Drawing, state: State): readonly string[] => {
  const entry = saysOf(drawing, state.entry);
  const exit = saysOf(drawing, state.exit);
  const stays = state.transitions.filter(({ to, event }) => to === null && event !== null);
  const [refused, taken] = partition(eventsOf(stays), (event) =>
    state.transitions.every((one) => one.event !== event || refuses(one)),
  );
  return [
    ...comingFrom(drawing, state.path),
    ...(entry === '' ? [] : [`enters / ${entry}`]),
    ...(exit === '' ? [] : [`leaves / ${exit}`]),
    ...(taken.length === 0 ? [] : [`takes ${taken.join(', ')}`]),
    ...(refused.length === 0 ? [] : [`refuses ${refused.join(', ')}`]),
  ].flatMap(folded);
};

const arrowsOf = (drawing: Drawing, { transitions }: State): readonly string[] =>
  transitions
    .filter(({ from, to }) => to !== null && !isWithin(to, from))
    .map((one) => `${idOf(drawing, one.from)} --> ${idOf(drawing, one.to)} : ${labelOf(drawing, one)}`);

/** From a state to one inside it there is no arrow in Mermaid: said inside the one it leads to. */
const comingFrom = (drawing: Drawing, path: string): readonly string[] =>
  drawing.chart.states
    .flatMap(({ transitions }) => transitions)
    .filter(({ from, to }) => to === path && isWithin(to, from))
    .map(
      (one) => `from anywhere in ${one.from === '' ? drawing.chart.name : lastOf(one.from)}, ${labelOf(drawing, one)}`,
    );

const labelOf = (drawing: Drawing, { from, event, branch, guard, actions }: Transition): string => {
  const source = from === '' ? drawing.chart.states[0] : drawing.states.get(from);
  const branches = source?.transitions.filter((one) => one.event === event).length ?? 1;
  const condition = guard === null ? (branch > 0 || branches > 1 ? ' [else]' : '') : ` [${guardOf(guard)}]`;
  const says = saysOf(drawing, actions);
  return `${event ?? ''}${condition}${says === '' ? '' : ` / ${says}`}`.trim();
};

const guardOf = (guard: Named): string => {
  const words = wordsOf(paramsOf(guard));
  return words.length === 0 ? nameOf(guard) : `${nameOf(guard)} ${words.join(' ')}`;
};

const saysOf = ({ chart }: Drawing, actions: readonly Named[]): string =>
  actions
    .filter((action) => !chart.edits.includes(nameOf(action)))
    .map(phraseOf)
    .filter((phrase) => phrase !== null)
    .join(', ');

const phraseOf = (action: Named): string | null => {
  const params = paramsOf(action);
  if (nameOf(action) !== 'say') return [nameOf(action), ...wordsOf(params)].join(' ');
  const { say, ...rest } = params;
  if (say === 'timer') return rest['on'] === true ? `start ${String(rest['timer'])}` : null;
  return [String(say), ...wordsOf(rest)].join(' ');
};

const refuses = ({ actions }: Transition): boolean =>
  actions.some((action) => nameOf(action) === 'say' && paramsOf(action)['say'] === 'refuse');

const eventsOf = (transitions: readonly Transition[]): readonly string[] => [
  ...new Set(transitions.map(({ event }) => event ?? '')),
];

const partition = <T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [
  all.filter(test),
  all.filter((one) => !test(one)),
];

/** At most so many characters in a line, broken between words. */
const width = 72;
const folded = (text: string): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

import { build, type Decision, type Definition, type MachineState } from '@legwork/core';
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';

/** XState's own `initialTransition()` and `transition()` of an unmodified configuration, read as a decision. */
export interface Reference<Record, Input, Out> {
  initial(): MachineState<Record>;
  /** A refusal that is not alone is no decision. */
  decide(state: MachineState<Record>, input: Input): Decision<Record, Out> | Failed<Record, Out>;
}

interface Failed<Record, Out> {
  readonly kind: 'failed';
  readonly state: MachineState<Record>;
  readonly outs: readonly Out[];
}

interface Where {
  readonly value: Value;
  readonly historyValue: HistoryValue;
}
type HistoryValue = AnyMachineSnapshot['historyValue'];
interface Said {
  readonly type: string;
  readonly params?: unknown;
}
type Value = string | { readonly [state: string]: Value };

/** Knows the states that it has led to, and no other. */
export const reference = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  definition: Definition<Record, Input, Out>,
): Reference<Record, Input, Out> => {
  const machine = build(definition);
  const written = pathsIn(machine.root.states);
  const places = new Map<string, Where>();

  const placed = (snapshot: AnyMachineSnapshot): MachineState<Record> => {
    const { value, historyValue } = snapshot as Where;
    const at = nameOf(machine.root.states, written, snapshot);
    if (!places.has(at)) places.set(at, { value: inOrder(value, machine.root.states), historyValue });
    return { at, record: (snapshot.context as { readonly record: Record }).record };
  };

  return {
    initial: () => placed(initialTransition(machine)[0]),
    decide: (state, input) => {
      const place = places.get(state.at);
      if (place === undefined) throw new Error(`XState has never been in ${state.at}`);
      const before = machine.resolveState({ ...place, context: { record: state.record } });
      const [after, actions] = transition(machine, before, input);
      const next = placed(after);
      const outs = (actions as readonly Said[]).flatMap(({ type, params }) => (type === 'say' ? [params as Out] : []));
      const isStill = next.at === state.at && next.record === state.record;
      const first = outs[0];
      if (first !== undefined && 'refusal' in first) {
        if (outs.length > 1 || !isStill) return { kind: 'failed', state: next, outs };
        return { kind: 'refusal', refusal: first.refusal as never };
      }
      return isStill && outs.length === 0 ? { kind: 'ignored' } : { kind: 'step', state: next, outs };
    },
  };
};

interface Nodes {
  readonly [name: string]: { readonly states: Nodes; readonly path: readonly string[]; readonly id: string };
}

/** XState names the regions of a state in the order in which they were entered; here they stand as they are written. */
const inOrder = (value: Value, nodes: Nodes): Value => {
  if (typeof value === 'string') return value;
  const names = Object.keys(nodes).filter((name) => name in value);
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name] ?? '', nodes[name]?.states ?? {})]));
};

/** The paths of the leaves, and then what is remembered: `a.b c.d a.again=a.b`. */
const nameOf = (states: Nodes, written: readonly Nodes[string][], snapshot: AnyMachineSnapshot): string => {
  const historyValue: { readonly [id: string]: readonly Nodes[string][] } = snapshot.historyValue;
  const remembered = written.flatMap(({ id, path }) => {
    const nodes = historyValue[id];
    if (nodes === undefined) return [];
    const ids = new Set(nodes.map((node) => node.id));
    const paths = written.filter((node) => ids.has(node.id)).map((node) => node.path.join('.'));
    return [`${path.join('.')}=${paths.join(',')}`];
  });
  return [...leavesOf(snapshot.value as Value, states, ''), ...remembered].join(' ');
};
const pathsIn = (nodes: Nodes): readonly Nodes[string][] =>
  Object.values(nodes).flatMap((node) => [node, ...pathsIn(node.states)]);
const leavesOf = (value: Value, nodes: Nodes, within: string): readonly string[] => {
  if (typeof value === 'string') return [`${within}${value}`];
  return Object.entries(nodes).flatMap(([name, { states }]) => {
    const inside = value[name];
    if (inside === undefined) return [];
    const isLeaf = typeof inside === 'object' && Object.keys(inside).length === 0;
    return isLeaf ? [`${within}${name}`] : leavesOf(inside, states, `${within}${name}.`);
  });
};

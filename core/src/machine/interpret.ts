import { createActor, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { Refusal } from '../vocabulary/index.ts';
import type { Refuses } from './define.ts';

/** Where a machine is, and what it knows. `at` names the active leaf states, in document order: `life.open.queued recording.off`. */
export interface MachineState<Record> {
  readonly at: string;
  readonly record: Record;
}

/** What a machine makes of one input. A refusal changes nothing; neither does an observation that is no news. */
export type Decision<Record, Out> =
  | { readonly kind: 'step'; readonly state: MachineState<Record>; readonly outs: readonly Out[] }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'ignored' };

/** A machine that can be asked. Nothing outside this folder knows how it is run. */
export interface Decider<Record, Input, Out> {
  /** The state before the first input. */
  initial(record: Record): MachineState<Record>;
  decide(state: MachineState<Record>, input: Input): Decision<Record, Out>;
}

const ignored = { kind: 'ignored' } as const;

/** Run a machine with XState itself, as `transition()` does, but with one scope for all calls instead of a new actor for each step. */
export const interpret = <Record, Input extends { readonly type: string }, Out extends { readonly say: string }>(
  machine: AnyStateMachine,
): Decider<Record, Input, Out> => {
  const actor = createActor(machine);
  const start: AnyMachineSnapshot = actor.getSnapshot();
  const known = new Map<string, AnyMachineSnapshot>();
  const names = new WeakMap<object, string>();
  let outs: Out[] = [];
  const scope = {
    self: actor,
    id: '',
    sessionId: '',
    system: actor.system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: (action: { readonly type: string; readonly params?: unknown }) => {
      if (action.type === 'say') outs.push(action.params as Out);
    },
  };

  const nameOf = (snapshot: AnyMachineSnapshot): string => {
    const cached = names.get(snapshot._nodes);
    if (cached !== undefined) return cached;
    const name = leavesOf(snapshot);
    names.set(snapshot._nodes, name);
    return name;
  };

  /**
   * XState's snapshot of a state, by the name alone: XState goes through regions in the order in which they were entered, so that one that a
   * step has led to would make the next step depend on the way there.
   */
  const templateOf = (at: string): AnyMachineSnapshot => {
    const cached = known.get(at);
    if (cached !== undefined) return cached;
    const resolved: AnyMachineSnapshot = machine.resolveState({ value: valueOf(at), context: {} });
    const template: AnyMachineSnapshot = { ...resolved, _nodes: inOrder(resolved._nodes) };
    if (nameOf(template) !== at) throw new Error(`bug: no such state: ${at}`);
    known.set(at, template);
    return template;
  };

  return {
    initial: (record) => ({ at: leavesOf(start), record }),
    decide: (state, input) => {
      outs = [];
      const before: AnyMachineSnapshot = { ...templateOf(state.at), context: { record: state.record } };
      const after: AnyMachineSnapshot = machine.transition(before, input, scope);
      const { record } = after.context as { readonly record: Record };
      const at = nameOf(after);
      const said = outs;
      const first = said[0];
      if (first?.say === 'refuse') {
        if (said.length > 1 || record !== state.record || at !== state.at) {
          throw new Error(`bug: a refusal of ${input.type} in ${state.at} came with something else`);
        }
        return { kind: 'refusal', refusal: (first as unknown as Refuses).refusal };
      }
      if (at === state.at && record === state.record && said.length === 0) return ignored;
      return { kind: 'step', state: { at, record }, outs: said };
    },
  };
};

type Nodes = AnyMachineSnapshot['_nodes'];
const inOrder = (nodes: Nodes): Nodes => nodes.toSorted((one, other) => one.order - other.order);

const leavesOf = (snapshot: AnyMachineSnapshot): string =>
  inOrder(snapshot._nodes)
    .filter((node) => node.type === 'atomic' || node.type === 'final')
    .map((node) => node.path.join('.'))
    .join(' ');

/** The value XState knows a state by: `a.b.c a.d.e` is `{ a: { b: 'c', d: 'e' } }`. */
interface Branch {
  [state: string]: string | Branch;
}
const valueOf = (at: string): string | Branch => {
  const root: Branch = {};
  for (const leaf of at.split(' ')) {
    const path = leaf.split('.');
    const last = path.pop() ?? '';
    if (path.length === 0) return last;
    const parent = path.pop() ?? '';
    let branch = root;
    for (const step of path) {
      const next = branch[step];
      branch = typeof next === 'object' ? next : (branch[step] = {});
    }
    branch[parent] = last;
  }
  return root;
};

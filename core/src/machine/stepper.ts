import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type AnyStateNode } from 'xstate';

/** XState's own step of a machine, from a state's name and a context to the next. */
export interface Stepper {
  /** The name of the state before the first event. */
  readonly start: string;
  take(
    at: string,
    context: object,
    event: { readonly type: string },
  ): { readonly at: string; readonly context: object };
}

/**
 * Run XState as `transition()` does, but with one scope for all steps instead of a new actor for each. `act` is told of every action that is not
 * XState's own, in the order of execution.
 */
export const createStepper = (
  machine: AnyStateMachine,
  act: (action: { readonly type: string; readonly params?: unknown }) => void,
): Stepper => {
  const actor = createActor(machine);
  const histories = historiesIn(machine.root);
  const known = new Map<string, AnyMachineSnapshot>();
  const names = new WeakMap<object, string>();
  const scope = {
    self: actor,
    id: '',
    sessionId: '',
    system: actor.system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: act,
  };

  const nameOf = (snapshot: AnyMachineSnapshot): string => {
    // XState makes a new list of nodes for every configuration that it comes to, and with every history that changes.
    const cached = names.get(snapshot._nodes);
    if (cached !== undefined) return cached;
    const name = [...leavesOf(snapshot), ...remembered(snapshot, histories)].join(' ');
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
    const resolved: AnyMachineSnapshot = machine.resolveState({ ...readName(machine, at), context: {} });
    const template: AnyMachineSnapshot = { ...resolved, _nodes: inOrder(resolved._nodes) };
    if (nameOf(template) !== at) throw new Error(`bug: no such state: ${at}`);
    known.set(at, template);
    return template;
  };

  return {
    start: nameOf(started(actor.getSnapshot() as AnyMachineSnapshot)),
    take: (at, context, event) => {
      const after: AnyMachineSnapshot = machine.transition({ ...templateOf(at), context }, event, scope);
      return { at: nameOf(after), context: after.context as object };
    },
  };
};

type Nodes = AnyMachineSnapshot['_nodes'];
const inOrder = (nodes: Nodes): Nodes => nodes.toSorted((one, other) => one.order - other.order);
const pathOf = (node: AnyStateNode): string => node.path.join('.');

/** XState keeps to itself what goes wrong while it starts. */
const started = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot => {
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
};

const leavesOf = (snapshot: AnyMachineSnapshot): readonly string[] =>
  inOrder(snapshot._nodes)
    .filter((node) => node.type === 'atomic' || node.type === 'final')
    .map(pathOf);

const historiesIn = (node: AnyStateNode): readonly AnyStateNode[] =>
  node.type === 'history' ? [node] : Object.values(node.states).flatMap(historiesIn);

/** What a machine remembers of states that it has left is a part of where it is: `off on.again=on.loud`. */
const remembered = (snapshot: AnyMachineSnapshot, histories: readonly AnyStateNode[]): readonly string[] => {
  const historyValue: Histories = snapshot.historyValue;
  return histories.flatMap((history) => {
    const nodes = historyValue[history.id];
    return nodes === undefined ? [] : [`${pathOf(history)}=${inOrder(nodes).map(pathOf).join(',')}`];
  });
};
interface Histories {
  [id: string]: Nodes;
}

/** A name, as XState reads it: `a.b.c a.d.e` is `{ a: { b: 'c', d: 'e' } }`, and what follows is remembered. */
const readName = (machine: AnyStateMachine, at: string) => {
  const historyValue: Histories = {};
  const value: Branch = {};
  for (const word of at.split(' ')) {
    const [path = '', nodes] = word.split('=');
    if (nodes === undefined) grow(value, path.split('.'));
    else historyValue[nodeAt(machine, path).id] = nodes.split(',').map((one) => nodeAt(machine, one));
  }
  return { value, historyValue };
};

const nodeAt = ({ root }: AnyStateMachine, path: string): AnyStateNode => {
  let node: AnyStateNode = root;
  for (const step of path.split('.')) {
    const next = node.states[step];
    if (next === undefined) throw new Error(`bug: no such state: ${path}`);
    node = next;
  }
  return node;
};

interface Branch {
  [state: string]: string | Branch;
}
const grow = (root: Branch, path: readonly string[]): void => {
  let branch = root;
  for (const step of path) {
    const next = branch[step];
    branch = typeof next === 'object' ? next : (branch[step] = {});
  }
};

import { createActor, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';

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
    start: leavesOf(actor.getSnapshot() as AnyMachineSnapshot),
    take: (at, context, event) => {
      const after: AnyMachineSnapshot = machine.transition({ ...templateOf(at), context }, event, scope);
      return { at: nameOf(after), context: after.context as object };
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

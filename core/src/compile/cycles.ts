import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { callOf } from './call.ts';
import type { Obstacle } from './not-compilable.ts';

/**
 * States whose `always` can lead back to itself, whatever the guards say: XState would go round without end, and no program can say how often.
 * A transition can be taken again where its state is entered again, or was never left.
 */
export const cyclesIn = (root: AnyStateNode, isEdit: (name: string) => boolean): readonly Obstacle[] => {
  const transitions = nodesIn(root).flatMap((node) => node.always ?? []);
  const next = new Map(transitions.map((one) => [one, followers(one, transitions, isEdit)]));
  return transitions
    .filter((one) => comesBack(one, next))
    .map(({ source }) => ({ state: source.path.join('.'), feature: 'always: comes back to itself' }));
};

type Transition = AnyTransitionDefinition;

const nodesIn = (node: AnyStateNode): readonly AnyStateNode[] => [node, ...childrenOf(node).flatMap(nodesIn)];
const childrenOf = (node: AnyStateNode): readonly AnyStateNode[] => Object.values(node.states);
const isWithin = (node: AnyStateNode, outer: AnyStateNode): boolean =>
  node === outer || (node.parent !== undefined && isWithin(node.parent, outer));

const followers = (
  one: Transition,
  all: readonly Transition[],
  isEdit: (name: string) => boolean,
): readonly Transition[] => {
  const { source, target } = one;
  if (target === undefined) {
    const edits = one.actions.some((action: unknown) => isEdit(callOf(action)?.name ?? ''));
    return edits ? [one] : [];
  }
  const domain = domainOf(one, target);
  const entered = enteredIn(domain, target);
  const staysIn = domain === source;
  return all.filter((other) => (other === one && staysIn) || entered.has(other.source));
};

/** The smallest state that the transition does not leave. */
const domainOf = ({ source, reenter }: Transition, targets: readonly AnyStateNode[]): AnyStateNode => {
  if (!reenter && targets.every((target) => target === source || isWithin(target, source))) return source;
  let domain = source.parent ?? source;
  while (domain.parent !== undefined && !targets.every((target) => target !== domain && isWithin(target, domain)))
    domain = domain.parent;
  return domain;
};

/** Every state inside of one that may be entered on the way to the targets. */
const enteredIn = (node: AnyStateNode, targets: readonly AnyStateNode[]): ReadonlySet<AnyStateNode> => {
  const children = childrenOf(node);
  const aimed = children.filter((child) => targets.some((target) => isWithin(target, child)));
  const first = aimed.length > 0 || node.type !== 'compound' ? aimed : node.initial.target;
  // What was left last may be any of them.
  if (first.some(({ type }) => type === 'history')) return new Set(nodesIn(node));
  const entered = node.type === 'parallel' ? children : first;
  return new Set(entered.flatMap((child) => [child, ...enteredIn(child, targets)]));
};

const comesBack = (one: Transition, next: ReadonlyMap<Transition, readonly Transition[]>): boolean => {
  const seen = new Set<Transition>();
  const open = [...(next.get(one) ?? [])];
  for (let other = open.pop(); other !== undefined; other = open.pop()) {
    if (other === one) return true;
    if (seen.has(other)) continue;
    seen.add(other);
    open.push(...(next.get(other) ?? []));
  }
  return false;
};

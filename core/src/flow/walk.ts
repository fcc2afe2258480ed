import type { Cause, Endpoint, QueueId } from '../vocabulary/index.ts';
import { assertNever } from '../vocabulary/index.ts';
import { isOpen } from './hours.ts';
import type { FlowNode, Hotline, NodeId, Queue, Routing } from './routing.ts';

/** What a walk through the flow needs to know about the rest of the world. */
export interface World {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Whether one more call may wait in the queue. */
  hasRoom(queue: Queue): boolean;
}

/** What is to be done with a call next, and the node that says so. */
export type Step =
  | { readonly kind: 'queue'; readonly node: NodeId; readonly queue: Queue }
  | { readonly kind: 'announce'; readonly node: NodeId; readonly prompt: string }
  | { readonly kind: 'number'; readonly node: NodeId; readonly to: Endpoint }
  | { readonly kind: 'hangUp'; readonly cause: Cause };

/** The hotline that is called by that number; null where there is none. */
export const entryOf = (routing: Routing, number: Endpoint): Hotline | null => routing.byNumber.get(number) ?? null;

/** The queue of that name; null where there is none, whatever else an object has under that name. */
export const queueOf = (routing: Routing, id: QueueId): Queue | null =>
  Object.hasOwn(routing.queues, id) ? (routing.queues[id] ?? null) : null;

/**
 * Goes from a node, itself included, to the first that asks for something to be done: past hours, and past queues without room.
 * Comes to an end because a loaded routing has no cycle. A node that the routing does not have is a bug, and throws.
 */
export function step(routing: Routing, from: NodeId, world: World): Step {
  let id = from;
  for (;;) {
    const node = nodeOf(routing, id);
    switch (node.kind) {
      case 'hours':
        id = isOpen(node, world.atMs) ? node.inside : node.outside;
        break;
      case 'queue': {
        const queue = queueOf(routing, node.queue);
        if (queue === null) throw new Error(`the routing has no queue ${node.queue}`);
        if (world.hasRoom(queue)) return { kind: 'queue', node: id, queue };
        id = node.overflow;
        break;
      }
      case 'announce':
        return { kind: 'announce', node: id, prompt: node.prompt };
      case 'number':
        return { kind: 'number', node: id, to: node.to };
      case 'hangUp':
        return { kind: 'hangUp', cause: node.cause };
      default:
        return assertNever(node);
    }
  }
}

/**
 * Where a call goes when its node is done with it and it is still there: on from a prompt that was played, from a queue that it waited in for too
 * long, from a number that nobody answered. Null for the nodes where no call stays.
 */
export function after(routing: Routing, id: NodeId): NodeId | null {
  const node = nodeOf(routing, id);
  switch (node.kind) {
    case 'queue':
      return node.overflow;
    case 'announce':
      return node.next;
    case 'number':
      return node.failed;
    case 'hours':
    case 'hangUp':
      return null;
    default:
      return assertNever(node);
  }
}

/** How long the number of that node is rung, in ms; null for any other node. */
export function ringMsAt(routing: Routing, id: NodeId): number | null {
  const node = nodeOf(routing, id);
  return node.kind === 'number' ? node.ringTimeoutMs : null;
}

function nodeOf(routing: Routing, id: NodeId): FlowNode {
  const node = Object.hasOwn(routing.nodes, id) ? routing.nodes[id] : undefined;
  if (node === undefined) throw new Error(`the routing has no node ${id}`);
  return node;
}

import type { AgentId } from '../vocabulary/index.ts';

/** An agent's place among the idle agents of one queue. An idle agent has one for each queue it serves. */
export class Place {
  /** Null for the place that joins the two ends of a list. */
  readonly agent: AgentId | null;
  readonly list: IdleAgents;
  readonly sinceMs: number;
  before: Place = this;
  after: Place = this;

  constructor(agent: AgentId | null, list: IdleAgents, sinceMs: number) {
    this.agent = agent;
    this.list = list;
    this.sinceMs = sinceMs;
  }
}

/**
 * The idle agents that serve one queue, longest idle first. Adding and removing take constant time where agents become idle in the order of time.
 *
 * A ring of places, and not a `Map`: the first key of a `Map` from which the first keys are always taken is found by passing over all that were
 * deleted and not yet cleared away.
 */
export class IdleAgents {
  readonly #ends = new Place(null, this, 0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  longest(): AgentId | null {
    return this.#ends.after.agent;
  }

  /** Adds an agent who is not in this list, after those that are idle as long. */
  add(agent: AgentId, sinceMs: number): Place {
    let before = this.#ends.before;
    while (before !== this.#ends && before.sinceMs > sinceMs) before = before.before;
    const place = new Place(agent, this, sinceMs);
    link(place, before.after);
    link(before, place);
    this.#size += 1;
    return place;
  }

  /** Removes a place that is in this list. */
  remove(place: Place): void {
    link(place.before, place.after);
    this.#size -= 1;
  }
}

function link(before: Place, after: Place): void {
  before.after = after;
  after.before = before;
}

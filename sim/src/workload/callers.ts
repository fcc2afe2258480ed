import type { AgentId, CallId, Endpoint, Fact, NativeId, Party } from '@legwork/core';
import type { CallerPlan, Doing } from './plan.ts';
import type { Stage } from './stage.ts';

/** Those who call, and what the agent who talks with them does on their behalf. */
export interface Callers {
  hear(fact: Fact): void;
  /** Conversations between a caller and an agent that are under way, the oldest call first. */
  conversations(): readonly Conversation[];
  /** How many wait for somebody to talk with. */
  readonly waiting: number;
  /** How long this caller's announcement takes. */
  promptMs(prompt: string, native: NativeId): number;
  /** The caller whom this agent talks with, or talked with last. */
  lastOf(agent: AgentId): CallerPlan | undefined;
}

export interface Conversation {
  readonly call: CallId;
  readonly agent: AgentId;
}

/** Whoever was told goodbye by the agent hangs up too, for the line may not be cut: another party may have stayed. */
const GOODBYE_MS = 1500;

export function letThemCall(stage: Stage): Callers {
  const { plan, world } = stage;
  const byNumber = new Map<Endpoint, Caller>();
  const byNative = new Map<NativeId, Caller>();
  const byCall = new Map<CallId, Caller>();
  const lastOf = new Map<AgentId, CallerPlan>();
  let waiting = 0;

  callFrom(0);

  /** Each caller lets the next one come, so that no more than one waits in the calendar. */
  function callFrom(n: number): void {
    const caller = plan.callers[n];
    if (caller === undefined) return;
    stage.at(caller.atMs, () => {
      call(caller);
      callFrom(n + 1);
    });
  }

  function call(plan: CallerPlan): void {
    const native = world.arrive({ from: plan.from, to: plan.dials });
    const caller = new Caller(stage, plan, native);
    byNumber.set(plan.from as Endpoint, caller);
    byNative.set(native, caller);
  }

  function wait(caller: Caller): void {
    if (!caller.isWaiting) waiting += 1;
    caller.wait();
  }

  function stopWaiting(caller: Caller): void {
    if (caller.isWaiting) waiting -= 1;
    caller.stopWaiting();
  }

  function created(call: CallId, from: Endpoint): void {
    const caller = byNumber.get(from);
    if (caller === undefined) return;
    caller.call = call;
    byCall.set(call, caller);
  }

  function closed(call: CallId, caller: Caller): void {
    stopWaiting(caller);
    caller.pause();
    caller.call = null;
    byCall.delete(call);
    byNumber.delete(caller.plan.from as Endpoint);
    byNative.delete(caller.native);
  }

  return {
    hear(fact) {
      if (fact.type === 'call.created') {
        created(fact.call, fact.customer);
        return;
      }
      if (!('call' in fact) || fact.call === null) return;
      const caller = byCall.get(fact.call);
      if (caller === undefined) return;
      if (fact.type === 'call.party') {
        caller.party = fact.party;
        if (fact.party?.kind === 'agent') lastOf.set(fact.party.agent, caller.plan);
      } else if (fact.type === 'call.queued') {
        wait(caller);
      } else if (fact.type === 'call.closed') {
        closed(fact.call, caller);
      } else if (fact.type === 'call.changed') {
        if (fact.state === 'talking') {
          stopWaiting(caller);
          caller.talk();
        } else {
          caller.pause();
        }
      }
    },
    conversations: () =>
      Array.from(byCall, ([call, { isTalking, party }]) =>
        isTalking && party?.kind === 'agent' ? { call, agent: party.agent } : null,
      ).filter((conversation) => conversation !== null),
    get waiting() {
      return waiting;
    },
    promptMs: (prompt, native) => byNative.get(native)?.plan.promptMs(prompt) ?? 0,
    lastOf: (agent) => lastOf.get(agent),
  };
}

/** One caller on the line. */
class Caller {
  readonly plan: CallerPlan;
  readonly native: NativeId;
  readonly #stage: Stage;
  call: CallId | null = null;
  party: Party | null = null;
  /** Of the service, before the conversation that is under way. */
  #servedMs = 0;
  #talksSinceMs: number | null = null;
  #hasQueued = false;
  #losePatience: (() => void) | null = null;
  /** What is to happen in the conversation under way. */
  #planned: (() => void)[] = [];
  readonly #done = new Set<Doing>();

  constructor(stage: Stage, plan: CallerPlan, native: NativeId) {
    this.#stage = stage;
    this.plan = plan;
    this.native = native;
    const { leavesMenuAfterMs } = plan;
    if (leavesMenuAfterMs === null) return;
    stage.later(leavesMenuAfterMs, () => {
      if (!this.#hasQueued) this.#hangUp();
    });
  }

  get isWaiting(): boolean {
    return this.#losePatience !== null;
  }

  get isTalking(): boolean {
    return this.#talksSinceMs !== null;
  }

  wait(): void {
    this.#hasQueued = true;
    this.#losePatience ??= this.#stage.later(this.plan.patienceMs, () => this.#hangUp());
  }

  stopWaiting(): void {
    this.#losePatience?.();
    this.#losePatience = null;
  }

  talk(): void {
    if (this.isTalking) return;
    this.#talksSinceMs = this.#stage.world.now();
    const { serviceMs, doings } = this.plan;
    this.#planned = [this.#stage.later(Math.max(0, serviceMs - this.#servedMs), () => this.#end())];
    for (const doing of doings) {
      if (this.#done.has(doing) || doing.atMs < this.#servedMs) continue;
      this.#planned.push(this.#stage.later(doing.atMs - this.#servedMs, () => this.#do(doing)));
    }
  }

  /** Nobody talks with the caller any more, for now or for good. */
  pause(): void {
    if (this.#talksSinceMs === null) return;
    this.#servedMs += this.#stage.world.now() - this.#talksSinceMs;
    this.#talksSinceMs = null;
    for (const callOff of this.#planned) callOff();
    this.#planned = [];
  }

  #end(): void {
    const { world, later } = this.#stage;
    const leg = this.call === null ? null : (world.engine.state.calls.get(this.call)?.legs.agent ?? null);
    if (!this.plan.agentHangsUp || leg === null) {
      this.#hangUp();
      return;
    }
    world.hangUp(leg);
    later(GOODBYE_MS, () => this.#hangUp());
  }

  #hangUp(): void {
    this.#stage.world.hangUp(this.native);
  }

  #do(doing: Doing): void {
    const { call, party } = this;
    if (call === null || party?.kind !== 'agent') return;
    this.#done.add(doing);
    const by = { role: 'agent', id: party.agent } as const;
    const stays = (): boolean => this.isTalking && this.party === party;
    const { ask, later, destinationOf } = this.#stage;
    if (doing.kind === 'record') {
      ask({ type: 'cmd.record', by, call, on: true });
    } else if (doing.kind === 'hold') {
      ask({ type: 'cmd.hold', by, call }, ({ outcome }) => {
        if (outcome !== 'done') return;
        later(doing.forMs, () => {
          if (stays()) ask({ type: 'cmd.resume', by, call });
        });
      });
    } else {
      const to = destinationOf(doing.to, party.agent);
      if (to === null) return;
      if (doing.kind === 'transfer') {
        ask({ type: 'cmd.transfer', by, call, to });
        return;
      }
      ask({ type: 'cmd.consult', by, call, to }, ({ outcome }) => {
        if (outcome !== 'done') return;
        later(doing.forMs, () => {
          if (stays()) ask({ type: doing.completes ? 'cmd.complete' : 'cmd.cancel', by, call });
        });
      });
    }
  }
}

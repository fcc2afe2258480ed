import {
  asId,
  assertNever,
  type Actor,
  type AgentId,
  type Call,
  type CallId,
  type CommandId,
  type Destination,
  type Endpoint,
  type LegId,
  type NativeId,
  type QueueId,
  type SeatId,
  type SupervisorId,
} from '@legwork/core';
import type { Asked, World } from '../world/index.ts';
import type { Deed, Towards, Who, Whose, Wrong } from './deeds.ts';
import type { Caller } from './stories.ts';

/**
 * Lets a caller call, now and later, and all that happens to their call happen. What a deed means is worked out when it is due: deeds about a
 * call that has ended are asked all the same, and are about nothing. `place` tells the callers of a world apart; the supervisors of a call are
 * `supervisorsPerCall` neighbours of that place.
 */
export const play = (world: World, { afterMs, staysMs, happenings }: Caller, place: number): void => {
  world.later(afterMs, () => {
    const native = world.arrive({ from: `0${900_000_000 + place}` });
    let known: CallId | null = null;
    const call = (): CallId => (known = world.callOf(native) ?? known ?? asId<CallId>(`never-${place}`));
    world.later(staysMs, () => world.hangUp(native));
    let dueMs = 0;
    for (const { waitMs, deed } of happenings) {
      dueMs += waitMs;
      world.later(dueMs, () => act(new Cast(world, call(), place), deed));
    }
  });
};

/** Who is meant by a number, at this call and now. */
class Cast {
  readonly world: World;
  readonly id: CallId;
  readonly place: number;

  constructor(world: World, id: CallId, place: number) {
    this.world = world;
    this.id = id;
    this.place = place;
  }

  get call(): Call | undefined {
    return this.world.engine.state.calls.get(this.id);
  }
  agent(n: number): AgentId {
    const { agents } = this.world.config;
    return agents[(this.place * 7 + n) % Math.max(1, agents.length)]?.id ?? asId<AgentId>('nobody');
  }
  ownAgent(): AgentId {
    const party = this.call?.party;
    return party?.kind === 'agent' ? party.agent : this.agent(0);
  }
  supervisor(n: number): SupervisorId {
    const { supervisors } = this.world.config;
    return supervisors[(this.place + n) % Math.max(1, supervisors.length)]?.id ?? asId<SupervisorId>('nobody');
  }
  /** The seat that a supervisor has, wherever that is. */
  seat(n: number): SeatId {
    return this.world.engine.state.supervisors.get(this.supervisor(n))?.seat ?? asId<SeatId>('s0');
  }
  leg(whose: Whose): LegId {
    const { call } = this;
    if (whose !== 'seat') return call?.legs[whose] ?? asId<LegId>(`${this.id}.99`);
    const seat = call?.seats.find((one) => one !== null);
    const leg = seat === undefined ? null : (this.world.engine.state.seats.get(seat)?.leg ?? null);
    return leg ?? asId<LegId>('s0.1');
  }
  by({ role, n }: Who): Actor {
    switch (role) {
      case 'agent':
        return { role: 'agent', id: this.ownAgent() };
      case 'other':
        return { role: 'agent', id: this.agent(n) };
      case 'supervisor':
        return { role: 'supervisor', id: this.supervisor(n) };
      case 'service':
        return { role: 'service', id: 'world' };
      default:
        return assertNever(role);
    }
  }
  to({ kind, n }: Towards): Destination {
    switch (kind) {
      case 'agent':
        return { kind, agent: this.agent(n + 1) };
      case 'number':
        return { kind, number: asId<Endpoint>(`outside/${n}`) };
      case 'queue':
        return { kind, queue: this.queue() };
      default:
        return assertNever(kind);
    }
  }
  queue(): QueueId {
    return (Object.keys(this.world.config.routing.queues)[0] ?? 'none') as QueueId;
  }
}

const act = (cast: Cast, deed: Deed): void => {
  const { world } = cast;
  if (deed.do === 'ringOff') {
    const leg = cast.leg(deed.leg);
    world.switch.hangUp(world.engine.state.legs.get(leg)?.native ?? asId<NativeId>(leg));
  } else if (deed.do === 'wrong') goWrong(cast, deed.how);
  else world.ask(commandOf(cast, deed));
};

const commandOf = (cast: Cast, deed: Exclude<Deed, { readonly do: 'ringOff' | 'wrong' }>): Asked => {
  const call = cast.id;
  switch (deed.do) {
    case 'supervise': {
      const supervisor = cast.supervisor(deed.supervisor);
      const { mode, scope } = deed;
      return { type: 'cmd.supervise', call, supervisor, mode, scope, by: { role: 'supervisor', id: supervisor } };
    }
    case 'takeOver': {
      const supervisor = cast.supervisor(deed.supervisor);
      const by: Actor = { role: 'supervisor', id: supervisor };
      const plain = { type: 'cmd.takeover', call, supervisor, by } as const;
      return deed.expects ? { ...plain, expectedAgentLeg: cast.leg('agent') } : plain;
    }
    case 'switchMode':
      return {
        type: 'cmd.switchMode',
        seat: cast.seat(deed.supervisor),
        mode: deed.mode,
        by: { role: 'supervisor', id: cast.supervisor(deed.supervisor) },
      };
    case 'leave':
      return {
        type: 'cmd.leave',
        seat: cast.seat(deed.supervisor),
        by: { role: 'supervisor', id: cast.supervisor(deed.supervisor) },
      };
    case 'transfer':
    case 'consult':
    case 'addParty':
      return { type: `cmd.${deed.do}`, call, to: cast.to(deed.to), by: cast.by(deed.who) };
    case 'hold':
    case 'resume':
    case 'complete':
    case 'cancel':
    case 'park':
    case 'hangUp':
    case 'stop':
    case 'answer':
    case 'claim':
      return { type: `cmd.${deed.do}`, call, by: cast.by(deed.who) };
    case 'pickUp':
      return { type: 'cmd.pickUp', call, agent: cast.agent(deed.agent) };
    case 'record':
      return { type: 'cmd.record', call, on: deed.on, by: cast.by(deed.who) };
    case 'mute':
    case 'unmute':
    case 'drop':
      return { type: `cmd.${deed.do}`, leg: cast.leg(deed.leg), by: cast.by(deed.who) };
    case 'digits':
      return { type: 'cmd.digits', leg: cast.leg(deed.leg), digits: '1#', by: cast.by(deed.who) };
    case 'logIn':
    case 'ready':
    case 'wrapUp':
    case 'logOut':
      return { type: `cmd.${deed.do}`, agent: agentOf(cast, deed), by: cast.by(deed.who) };
    case 'away':
      return { type: 'cmd.away', agent: agentOf(cast, deed), reason: 'a break', by: cast.by(deed.who) };
    case 'forceAway':
      return { type: 'cmd.forceAgent', agent: agentOf(cast, deed), to: 'away', reason: 'asked', by: cast.by(deed.who) };
    default:
      return assertNever(deed);
  }
};

const agentOf = (cast: Cast, { agent }: { readonly agent: number | 'own' }): AgentId =>
  agent === 'own' ? cast.ownAgent() : cast.agent(agent);

const goWrong = (cast: Cast, how: Wrong): void => {
  const { world, id: call } = cast;
  const by: Actor = { role: 'service', id: 'world' };
  switch (how) {
    case 'call':
      world.ask({ type: 'cmd.stop', call: asId<CallId>('c0') });
      return;
    case 'leg':
      world.ask({ type: 'cmd.mute', leg: asId<LegId>('c0.1') });
      return;
    case 'seat':
      world.ask({ type: 'cmd.leave', seat: asId<SeatId>('s0') });
      return;
    case 'agent':
      world.ask({ type: 'cmd.pickUp', call, agent: asId<AgentId>('nobody') });
      return;
    case 'supervisor':
      world.ask({ type: 'cmd.takeover', call, supervisor: asId<SupervisorId>('nobody') });
      return;
    case 'queue':
      world.ask({ type: 'cmd.transfer', call, to: { kind: 'queue', queue: asId<QueueId>('nowhere') } });
      return;
    case 'sameId': {
      const [open] = world.engine.state.open;
      world.ask({ type: 'cmd.stop', call, id: open ?? asId<CommandId>('again') });
      return;
    }
    case 'field':
      world.feed({ type: 'cmd.supervise', id: `wrong-${call}`, by, call, supervisor: 1, mode: 'shout', scope: 'call' });
      return;
    case 'type':
      world.feed({ type: 'cmd.eavesdrop', id: `wrong-${call}`, by, call });
      return;
    case 'nothing':
      world.feed({ type: 'leg.placed', native: call, at: 'heaven' });
      return;
    default:
      assertNever(how);
  }
};

import { modes, type Mode, type Scope } from '@legwork/core';
import fc from 'fast-check';

/** Who does something: the call's agent, another agent, a supervisor, a program. By number where there are several. */
export type Who = { readonly role: 'agent' | 'other' | 'supervisor' | 'service'; readonly n: number };

/** Where to: by number, because who is there is known only when it happens. */
export type Towards = { readonly kind: 'agent' | 'queue' | 'number'; readonly n: number };

/** What somebody does about a call, in words that mean something for any call: mistimed ones are part of the matter. */
export type Deed =
  | { readonly do: 'supervise'; readonly supervisor: number; readonly mode: Mode; readonly scope: Scope }
  | { readonly do: 'takeOver'; readonly supervisor: number; readonly expects: boolean }
  | { readonly do: 'switchMode'; readonly supervisor: number; readonly mode: Mode }
  | { readonly do: 'leave'; readonly supervisor: number }
  | { readonly do: 'transfer' | 'consult' | 'addParty'; readonly who: Who; readonly to: Towards }
  | {
      readonly do: 'hold' | 'resume' | 'complete' | 'cancel' | 'park' | 'hangUp' | 'stop' | 'answer' | 'claim';
      readonly who: Who;
    }
  | { readonly do: 'pickUp'; readonly agent: number }
  | { readonly do: 'record'; readonly who: Who; readonly on: boolean }
  /** On a leg: the customer's, the agent's, the target's, the guest's, a supervisor's. */
  | { readonly do: 'mute' | 'unmute' | 'digits' | 'drop'; readonly who: Who; readonly leg: Whose }
  /** Of the call's agent, or of any. */
  | {
      readonly do: 'logIn' | 'ready' | 'away' | 'wrapUp' | 'logOut' | 'forceAway';
      readonly who: Who;
      readonly agent: number | 'own';
    }
  /** Somebody at the other end hangs up. */
  | { readonly do: 'ringOff'; readonly leg: Whose }
  /** A command about something that is not there, or that is no command at all. */
  | { readonly do: 'wrong'; readonly how: Wrong };

export type Whose = 'customer' | 'agent' | 'target' | 'guest' | 'seat';
export type Wrong =
  'call' | 'leg' | 'seat' | 'agent' | 'supervisor' | 'queue' | 'sameId' | 'field' | 'type' | 'nothing';

const n = fc.nat({ max: 3 });
const who: fc.Arbitrary<Who> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Who>({ role: 'agent', n: 0 }) },
  { weight: 2, arbitrary: n.map((n): Who => ({ role: 'supervisor', n })) },
  { weight: 2, arbitrary: fc.constant<Who>({ role: 'service', n: 0 }) },
  { weight: 1, arbitrary: n.map((n): Who => ({ role: 'other', n })) },
);
const towards: fc.Arbitrary<Towards> = fc.record({
  kind: fc.constantFrom<Towards['kind'][]>('agent', 'agent', 'number', 'queue'),
  n,
});
const mode = fc.constantFrom(...modes);
const whose = fc.constantFrom<Whose[]>('agent', 'customer', 'seat', 'target', 'guest');

const one = <D extends Deed['do']>(...words: readonly D[]): fc.Arbitrary<D> => fc.constantFrom(...words);

const supervising: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: one('supervise'),
      supervisor: n,
      mode,
      scope: fc.constantFrom<Scope[]>('call', 'call', 'agent'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: one('takeOver'), supervisor: n, expects: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: one('switchMode'), supervisor: n, mode }) },
  { weight: 1, arbitrary: fc.record({ do: one('leave'), supervisor: n }) },
);
const talking: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: one('transfer', 'consult', 'addParty'), who, to: towards }) },
  { weight: 4, arbitrary: fc.record({ do: one('hold', 'resume'), who }) },
  { weight: 4, arbitrary: fc.record({ do: one('complete', 'cancel'), who }) },
  { weight: 2, arbitrary: fc.record({ do: one('park'), who }) },
  { weight: 1, arbitrary: fc.record({ do: one('hangUp', 'stop', 'answer', 'claim'), who }) },
  { weight: 1, arbitrary: fc.record({ do: one('pickUp'), agent: n }) },
  { weight: 1, arbitrary: fc.record({ do: one('record'), who, on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: one('mute', 'unmute', 'digits', 'drop'), who, leg: whose }) },
  { weight: 2, arbitrary: fc.record({ do: one('ringOff'), leg: whose }) },
);
const working: fc.Arbitrary<Deed> = fc.record({
  do: one('ready', 'logIn', 'away', 'wrapUp', 'logOut', 'forceAway'),
  who,
  agent: fc.oneof(fc.constant('own' as const), n),
});
const wrong: fc.Arbitrary<Deed> = fc.record({
  do: one('wrong'),
  how: fc.constantFrom<Wrong[]>(
    'call',
    'leg',
    'seat',
    'agent',
    'supervisor',
    'queue',
    'sameId',
    'field',
    'type',
    'nothing',
  ),
});

/** What belongs together: what is begun, and what may become of it. */
const pairs: fc.Arbitrary<readonly Deed[]> = fc.oneof(
  fc.tuple(fc.record({ do: one('consult'), who, to: towards }), fc.record({ do: one('complete', 'cancel'), who })),
  fc.tuple(fc.record({ do: one('hold'), who }), fc.record({ do: one('resume', 'hold'), who })),
  fc.tuple(fc.record({ do: one('transfer', 'addParty'), who, to: towards }), fc.record({ do: one('cancel'), who })),
  fc.tuple(fc.record({ do: one('addParty'), who, to: towards }), fc.record({ do: one('drop'), who, leg: whose })),
  fc.tuple(fc.record({ do: one('mute'), who, leg: whose }), fc.record({ do: one('unmute'), who, leg: whose })),
  fc.tuple(fc.record({ do: one('park'), who }), fc.record({ do: one('pickUp'), agent: n })),
);
const supervisedPairs: fc.Arbitrary<readonly Deed[]> = n.chain((supervisor) =>
  fc.tuple(
    fc.record({
      do: one('supervise'),
      supervisor: fc.constant(supervisor),
      mode,
      scope: fc.constantFrom<Scope[]>('call', 'agent'),
    }),
    fc.oneof(
      fc.record({ do: one('switchMode'), supervisor: fc.constant(supervisor), mode }),
      fc.record({ do: one('takeOver'), supervisor: fc.constantFrom(supervisor, supervisor, 0), expects: fc.boolean() }),
      fc.record({ do: one('ringOff'), leg: fc.constant<Whose>('agent') }),
    ),
  ),
);

/**
 * What customers, agents and supervisors do, one or two deeds at a time: sensible, mistimed, about nothing, and not well formed. `supervised` is
 * the weight of supervisors against everybody else, 1 for as much.
 */
export const deeds = ({ supervised = 1 }: { readonly supervised?: number } = {}): fc.Arbitrary<readonly Deed[]> =>
  fc.oneof(
    { weight: 10 * supervised, arbitrary: supervising.map((deed) => [deed]) },
    { weight: 10 * supervised, arbitrary: supervisedPairs },
    { weight: 10, arbitrary: talking.map((deed) => [deed]) },
    { weight: 10, arbitrary: pairs },
    { weight: 1, arbitrary: working.map((deed) => [deed]) },
    { weight: 1, arbitrary: wrong.map((deed) => [deed]) },
  );

import { hungUpBy } from './events.ts';
import { addParty, byServer, endCall, letGo, openCall, ring } from './lives.ts';
import { done, failed, type Reply } from './reply.ts';
import type { Wanted } from './requests.ts';
import { replaceScript, runAnswer } from './script.ts';
import { connectedOf, partyNamed, type Call, type Core, type Party } from './state.ts';
import type { Address } from './address.ts';

type Of<What extends Wanted['what']> = Extract<Wanted, { readonly what: What }>;

/** How what was asked for is done. */
interface Ways {
  /** Names the call that a callout makes. */
  readonly callId: string;
  readonly ringMs: number;
}

/** Does what was asked for, now. */
export function perform(core: Core, wanted: Wanted, ways: Ways): Reply {
  if (wanted.what === 'callout') return callout(core, wanted, ways);
  const call = core.calls.get(wanted.callId);
  if (call === undefined) return failed('noSuchCall', 'callId: there is no such call');
  switch (wanted.what) {
    case 'putactions':
      return putActions(core, call, wanted);
    case 'adduser':
      return addUser(core, call, wanted, ways);
    case 'whisper':
      return whisper(core, call, wanted);
    case 'transfer':
      return transfer(core, call, wanted, ways);
    case 'stop':
      endCall(core, call, byServer(core, 'USER_END_CALL'));
      return done();
    default:
      return wanted satisfies never;
  }
}

function callout(core: Core, { from, to, actions, answerUrl }: Of<'callout'>, { callId: id, ringMs }: Ways): Reply {
  const call = openCall(core, {
    id,
    createdReason:
      to.type === 'internal'
        ? 'SERVER_CALL_OUT_BY_MAKE_CALL_TO_APP_BEFORE'
        : 'SERVER_CALL_OUT_BY_MAKE_CALL_TO_EXTERNAL_BEFORE',
    userId: '',
    custom: '',
    from,
    to,
    eventUrl: core.project().eventUrl,
    isPcc: false,
  });
  const called = addParty(call, { address: to, from, role: 'anchor', state: 'dialled' });
  core.tell('created', called);
  ring(core, called, ringMs, {
    answered() {
      call.answeredAt = core.time.now();
      if (actions !== null) replaceScript(core, call, actions);
      else
        core.ask(call, { method: 'GET', url: withQuery(answerUrl, calloutQuery(core, call)) }, (json) =>
          runAnswer(core, call, json),
        );
    },
    failed: (end) => endCall(core, call, end),
  });
  return core.open.calloutReply === 'callId' ? done({ callId: call.id }) : done();
}

const calloutQuery = (core: Core, { from, to, id }: Call): Readonly<Record<string, string>> => ({
  from: from.number,
  to: to.number,
  fromInternal: 'false',
  callId: id,
  projectId: String(core.projectId),
});

export const withQuery = (url: string, query: Readonly<Record<string, string>>): string => {
  const text = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${url}${url.includes('?') ? '&' : '?'}${text}`;
};

function putActions(core: Core, call: Call, { actions }: Of<'putactions'>): Reply {
  if (call.isPcc) return failed('refused', 'callId: calls of the contact centre take no actions');
  if (call.script === null || core.open.putActions === 'replaces') replaceScript(core, call, actions);
  else call.script.append(actions);
  return done();
}

function addUser(core: Core, call: Call, { from, to, isSpy }: Of<'adduser'>, { ringMs }: Ways): Reply {
  const refused = refusalOfSupervision(core, call) ?? refusalOfPcc(core, call);
  if (refused !== null) return refused;
  const mode = isSpy ? 'spies' : 'talks';
  const before = partyNamed(call, to.number);
  if (before !== undefined) {
    if (before.role !== 'added' || before.state !== 'up' || core.open.readd === 'refused')
      return failed('notNow', 'to.number: they are in the call');
    if (core.open.readd === 'inPlace') {
      setMode(core, before, mode);
      core.tell('answered', before);
      return done();
    }
  }
  if (!isSpy) call.callType = 'CONFERENCE';
  const added = addParty(call, { address: to, from: from ?? call.from, role: 'added', state: 'dialled', mode });
  ring(core, added, ringMs, {
    answered() {
      if (before !== undefined) letGo(core, before, hungUpBy(before.address.type));
    },
    failed: (end) => core.tell('agentEnded', added, end),
  });
  return done();
}

function whisper(core: Core, call: Call, { userId }: Of<'whisper'>): Reply {
  const refused = refusalOfSupervision(core, call);
  if (refused !== null) return refused;
  const named = partyNamed(call, userId);
  const isForAgent = core.open.whisperUser === 'agent';
  const isSpy = (party: Party): boolean => party.role === 'added' && party.state === 'up';
  const whisperers = [...call.parties].filter((party) =>
    isForAgent ? isSpy(party) && party.mode !== 'talks' && named?.role !== 'added' : isSpy(party) && party === named,
  );
  if (named === undefined || whisperers.length === 0)
    return failed('noSuchUser', 'userId: there is no such user in the call, or nobody who whispers');
  for (const whisperer of whisperers) setMode(core, whisperer, 'whispers', isForAgent ? named : null);
  return done({ callId: call.id }, 'OK');
}

function setMode(core: Core, party: Party, mode: Party['mode'], whispersTo: Party | null = null): void {
  party.mode = mode;
  party.whispersTo = whispersTo;
  core.witness();
}

function refusalOfSupervision({ open }: Core, { isPeerToPeer }: Call): Reply | null {
  return isPeerToPeer && !open.supervisesPeerToPeer
    ? failed('refused', 'callId: its media bypass the server; peerToPeerCall: false is wanted when it is connected')
    : null;
}

const refusalOfPcc = ({ open }: Core, { isPcc }: Call): Reply | null =>
  isPcc && open.addUserOnPcc === 'refused' ? failed('refused', 'callId: the call is of the contact centre') : null;

function transfer(core: Core, call: Call, { fromUserId, to }: Of<'transfer'>, { ringMs }: Ways): Reply {
  const leaver = fromUserId === null ? connectedOf(call) : partyNamed(call, fromUserId);
  if (leaver === undefined || leaver.state !== 'up')
    return failed('noSuchUser', 'fromUserId: they are not in the call, or not yet');
  const stays = connectedOf(call);
  if (leaver.role === 'anchor' && stays?.state !== 'up') return failed('notNow', 'fromUserId: nobody would be left');
  const before = partyNamed(call, to.number);
  if (before !== undefined && (before.role !== 'added' || before.state !== 'up' || core.open.readd === 'refused'))
    return failed('notNow', 'to.number: they are in the call');
  move(core, leaver, { to, before, ringMs });
  return done();
}

interface Moved {
  readonly to: Address;
  /** What they have been in the call so far. */
  readonly before: Party | undefined;
  readonly ringMs: number;
}

/** Somebody else comes in the place of whoever leaves. */
function move(core: Core, leaver: Party, { to, before, ringMs }: Moved): void {
  const { call, role } = leaver;
  const release = (): void => {
    // Whose call it was is gone: it is the call of whoever talks with them.
    const stays = connectedOf(call);
    if (leaver.role === 'anchor' && stays !== undefined) {
      stays.role = 'anchor';
      leaver.role = 'connected';
    }
    letGo(core, leaver, hungUpBy(leaver.address.type));
  };
  call.lastTo = to;
  if (before !== undefined && core.open.readd === 'inPlace') {
    release();
    before.role = role === 'added' ? 'added' : 'connected';
    setMode(core, before, 'talks');
    core.tell('answered', before);
    return;
  }
  if (core.open.transferLeaves === 'atOnce') release();
  const target = addParty(call, {
    address: to,
    from: call.from,
    role: role === 'added' ? 'added' : 'connected',
    state: 'dialled',
  });
  ring(core, target, ringMs, {
    answered() {
      release();
      if (before !== undefined) letGo(core, before, hungUpBy(before.address.type));
    },
    failed(end) {
      if (core.open.transferFailed === 'ends') endCall(core, call, { ...end, about: to });
      else core.tell('agentEnded', target, end);
    },
  });
}

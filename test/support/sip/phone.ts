import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { openAudio, type Audio, type AudioOptions } from './audio.ts';
import { addressIn, audioOf, describeAudio, formatSip, headerOf, parseSip, type SipMessage } from './message.ts';

/** What a phone does when it is rung. */
export type Answering = 'answers' | 'ringsOut' | 'rejects' | 'isBusy';

export interface SipPhoneOptions extends AudioOptions {
  readonly name: string;
  /** Of the switch, on the loopback. */
  readonly switchPort: number;
  /** On which it listens; any where it is 0. */
  readonly port: number;
}

/** A SIP user agent for tests (RFC 3261): UDP on the loopback, one call at a time, no registration. */
export interface SipPhone {
  readonly port: number;
  set(answering: Answering): void;
  call(user: string): void;
  hangUp(): void;
  press(digits: string): void;
  state(): 'idle' | 'ringing' | 'calling' | 'talking';
  tones(): readonly number[];
  close(): void;
}

interface Call {
  readonly id: string;
  readonly isCaller: boolean;
  state: 'ringing' | 'calling' | 'talking';
  /** The INVITE that began it. */
  readonly invite: SipMessage;
  /** The last thing said of the INVITE, for when it comes again. */
  said: SipMessage | null;
  /** That we answered is known to the switch. */
  isAcknowledged: boolean;
  readonly audio: Audio;
  local: string;
  remote: string;
  target: string;
  sequence: number;
}

/** How long an answer may go without an acknowledgement before it is told again, twice as long each time, and before it is hung up (RFC 3261 §13.3.1.4): short, on a loopback. */
const T1_MS = 100;
const GIVES_UP_MS = 64 * T1_MS;

let identities = 0;
const unique = (): string => `${process.pid.toString(36)}${Date.now().toString(36)}${(identities += 1)}`;

export async function openSipPhone(options: SipPhoneOptions): Promise<SipPhone> {
  const { name, switchPort } = options;
  const socket = createSocket('udp4');
  socket.bind(options.port, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const contact = `<sip:${name}@127.0.0.1:${port}>`;
  let answering: Answering = 'answers';
  let current: Call | null = null;
  /** A call whose audio is not open yet. */
  let beginning: { readonly state: 'ringing' | 'calling'; isCancelled: boolean } | null = null;
  /** Calls that are over: their INVITEs may still come again. */
  const over = new Set<string>();
  let isClosed = false;

  const send = (message: SipMessage): void => {
    if (!isClosed) socket.send(formatSip(message), switchPort, '127.0.0.1');
  };

  function reply(
    request: SipMessage,
    status: number,
    about: string,
    more: readonly (readonly [string, string])[] = [],
    body = '',
  ): SipMessage {
    const copied = request.headers.filter(([header]) =>
      ['via', 'from', 'call-id', 'cseq', 'record-route'].includes(header),
    );
    const to = headerOf(request, 'to');
    const tagged =
      to.includes('tag=') || status === 100 ? to : `${to};tag=${name}${headerOf(request, 'call-id').slice(0, 8)}`;
    return { method: null, status, about, headers: [...copied, ['to', tagged], ['contact', contact], ...more], body };
  }

  function request(method: string, call: Call, sequence: number, branch = unique(), body = ''): SipMessage {
    return {
      method,
      status: 0,
      about: call.target,
      headers: [
        ['via', `SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${branch}`],
        ['max-forwards', '70'],
        ['from', call.local],
        ['to', call.remote],
        ['call-id', call.id],
        ['cseq', `${sequence} ${method}`],
        ['contact', contact],
        ...(body === '' ? [] : [['content-type', 'application/sdp'] as const]),
      ],
      body,
    };
  }

  function end(call: Call): void {
    over.add(call.id);
    call.audio.close();
    if (current === call) current = null;
  }

  async function begin(
    state: 'ringing' | 'calling',
  ): Promise<{ readonly audio: Audio; readonly isCancelled: boolean }> {
    const call = { state, isCancelled: false };
    beginning = call;
    const audio = await openAudio(options);
    beginning = null;
    return { audio, isCancelled: call.isCancelled };
  }

  const withSdp = (audio: Audio) => [[['content-type', 'application/sdp']], describeAudio(audio.port)] as const;

  async function rung(invite: SipMessage): Promise<void> {
    if (current !== null || beginning !== null || answering === 'isBusy') {
      send(reply(invite, 486, 'Busy Here'));
      return;
    }
    send(reply(invite, 100, 'Trying'));
    const { audio, isCancelled } = await begin('ringing');
    if (isCancelled) {
      over.add(headerOf(invite, 'call-id'));
      audio.close();
      send(reply(invite, 487, 'Request Terminated'));
      return;
    }
    const said = reply(invite, 180, 'Ringing');
    const call: Call = {
      id: headerOf(invite, 'call-id'),
      isCaller: false,
      state: 'ringing',
      invite,
      said,
      isAcknowledged: false,
      audio,
      local: headerOf(said, 'to'),
      remote: headerOf(invite, 'from'),
      target: addressIn(headerOf(invite, 'contact')),
      sequence: 1,
    };
    current = call;
    send(said);
    if (answering === 'answers') {
      call.said = reply(invite, 200, 'OK', ...withSdp(audio));
      call.state = 'talking';
      startAudio(call, invite.body);
      send(call.said);
      tellAgain(call, T1_MS);
    } else if (answering === 'rejects') {
      send(reply(invite, 603, 'Decline'));
      end(call);
    }
  }

  /** FreeSWITCH that has hung up in the moment of our answer neither acknowledges nor ends it. */
  function tellAgain(call: Call, afterMs: number): void {
    setTimeout(() => {
      if (current !== call || call.isAcknowledged || call.said === null) return;
      if (afterMs >= GIVES_UP_MS) {
        hangUp();
        return;
      }
      send(call.said);
      tellAgain(call, afterMs * 2);
    }, afterMs).unref();
  }

  function startAudio(call: Call, sdp: string): void {
    const to = audioOf(sdp);
    if (to !== null) call.audio.sendTo(to);
  }

  function onRequest(message: SipMessage): void {
    const call = current?.id === headerOf(message, 'call-id') ? current : null;
    switch (message.method) {
      case 'INVITE':
        if (over.has(headerOf(message, 'call-id'))) send(reply(message, 487, 'Request Terminated'));
        else if (call === null) void rung(message);
        else if (headerOf(message, 'cseq') === headerOf(call.invite, 'cseq') && !call.isCaller && call.said !== null)
          send(call.said);
        else {
          startAudio(call, message.body);
          send(reply(message, 200, 'OK', ...withSdp(call.audio)));
        }
        return;
      case 'CANCEL':
        send(reply(message, 200, 'OK'));
        if (beginning !== null) beginning.isCancelled = true;
        // Too late for whoever has answered: they are hung up on instead (RFC 3261 §9.2).
        if (call?.state !== 'ringing') return;
        send(reply(call.invite, 487, 'Request Terminated'));
        end(call);
        return;
      case 'BYE':
        send(reply(message, 200, 'OK'));
        if (call !== null) end(call);
        return;
      case 'ACK':
        if (call !== null) call.isAcknowledged = true;
        return;
      case null:
        return;
      default:
        send(reply(message, 200, 'OK'));
    }
  }

  function onResponse(message: SipMessage): void {
    const call = current;
    if (call === null || call.id !== headerOf(message, 'call-id') || !headerOf(message, 'cseq').endsWith('INVITE'))
      return;
    if (message.status < 200) return;
    call.remote = headerOf(message, 'to');
    const branch = /branch=z9hG4bK([^;]+)/.exec(headerOf(call.invite, 'via'))?.[1];
    if (message.status >= 300) {
      send(request('ACK', call, call.sequence, branch));
      end(call);
      return;
    }
    call.target = addressIn(headerOf(message, 'contact'));
    send(request('ACK', call, call.sequence));
    if (call.state === 'talking') return;
    call.state = 'talking';
    startAudio(call, message.body);
  }

  socket.on('message', (packet) => {
    const message = parseSip(packet.toString());
    if (message === null) return;
    if (message.method === null) onResponse(message);
    else onRequest(message);
  });
  socket.on('error', () => {});

  async function place(user: string): Promise<void> {
    if (current !== null || beginning !== null) return;
    const { audio, isCancelled } = await begin('calling');
    if (isCancelled) {
      audio.close();
      return;
    }
    const draft = {
      id: `${unique()}@127.0.0.1`,
      isCaller: true,
      state: 'calling' as const,
      said: null,
      isAcknowledged: true,
      audio,
      local: `<sip:${name}@127.0.0.1:${port}>;tag=${unique()}`,
      remote: `<sip:${user}@127.0.0.1:${switchPort}>`,
      target: `sip:${user}@127.0.0.1:${switchPort}`,
      sequence: 1,
    };
    const invite = request('INVITE', { ...draft, invite: nothing }, 1, unique(), describeAudio(audio.port));
    current = { ...draft, invite };
    send(invite);
  }

  function hangUp(): void {
    const call = current;
    if (beginning?.state === 'calling') beginning.isCancelled = true;
    if (call === null) return;
    if (call.state === 'calling') {
      const branch = /branch=z9hG4bK([^;]+)/.exec(headerOf(call.invite, 'via'))?.[1];
      send(request('CANCEL', call, 1, branch));
      return;
    }
    if (call.state === 'ringing') send(reply(call.invite, 603, 'Decline'));
    else send(request('BYE', call, (call.sequence += 1)));
    end(call);
  }

  return {
    port,
    set(how) {
      answering = how;
    },
    call: (user) => void place(user),
    hangUp,
    press: (digits) => current?.audio.press(digits),
    state: () => current?.state ?? beginning?.state ?? 'idle',
    tones: () => current?.audio.tones() ?? [],
    close() {
      hangUp();
      if (current !== null) end(current);
      isClosed = true;
      socket.close();
    },
  };
}

const nothing: SipMessage = { method: 'INVITE', status: 0, about: '', headers: [], body: '' };

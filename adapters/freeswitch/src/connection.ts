import { connect } from 'node:net';
import { createFrameReader, messageOf, type EslEvent } from './codec/index.ts';
import { FreeswitchFault } from './faults.ts';

/** One authenticated connection to an event socket. */
export interface Connection {
  /**
   * Sends one command, of one line or with header lines, and resolves with what it is answered: the text of the reply, or the result of `api`.
   * Rejects with a {@link FreeswitchFault} where the connection ends before, or the answer takes too long.
   */
  send(command: string): Promise<string>;
  close(): void;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** How long the connection and each answer may take, in ms. An answer that takes longer ends the connection. */
  readonly answerMs: number;
  readonly onEvent: (event: EslEvent) => void;
  /** It has ended, once; with why, unless we closed it. Not called where the connection never came about. */
  readonly onEnd: (fault: FreeswitchFault | null) => void;
}

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (fault: FreeswitchFault) => void;
  readonly timer: NodeJS.Timeout;
}

/** Connects and authenticates. Rejects with a fault that tells a wrong password from an unreachable machine. */
export const openConnection = (options: ConnectionOptions): Promise<Connection> =>
  new Promise((open, fail) => {
    const { host, port, password, answerMs, onEvent, onEnd } = options;
    const where = `FreeSWITCH at ${host}:${port}`;
    const reader = createFrameReader();
    const socket = connect({ host, port, noDelay: true });
    // Answers come in the order of the commands.
    const waiting: Waiting[] = [];
    let isOpen = false;
    let hasEnded = false;

    const end = (fault: FreeswitchFault | null): void => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(patience);
      socket.destroy();
      const lost = fault ?? new FreeswitchFault('network', `the connection to ${where} was closed`);
      for (const { reject, timer } of waiting.splice(0)) {
        clearTimeout(timer);
        reject(lost);
      }
      if (isOpen) onEnd(fault);
      else fail(lost);
    };
    const patience = setTimeout(() => end(new FreeswitchFault('network', `${where} does not answer`)), answerMs);

    const send = (command: string): Promise<string> =>
      new Promise((resolve, reject) => {
        if (hasEnded) {
          reject(new FreeswitchFault('network', `there is no connection to ${where}`));
          return;
        }
        const timer = setTimeout(() => end(new FreeswitchFault('silence', `${where} answers no command`)), answerMs);
        waiting.push({ resolve, reject, timer });
        socket.write(`${command}\n\n`);
      });
    const answer = (text: string): void => {
      const first = waiting.shift();
      if (first === undefined) return;
      clearTimeout(first.timer);
      first.resolve(text);
    };

    const authenticate = async (): Promise<void> => {
      const reply = await send(`auth ${password}`);
      if (!reply.startsWith('+OK')) throw new FreeswitchFault('authentication', `${where} does not take the password`);
      clearTimeout(patience);
      isOpen = true;
      open({ send, close: () => end(null) });
    };

    socket.on('data', (chunk) => {
      const { frames, problem } = reader.read(chunk);
      for (const frame of frames) {
        const message = messageOf(frame);
        switch (message.kind) {
          case 'authRequest':
            authenticate().catch((fault: unknown) => end(asFault(fault, where)));
            break;
          case 'reply':
          case 'response':
            answer(message.text);
            break;
          case 'event':
            onEvent(message.event);
            break;
          case 'rejected':
            end(new FreeswitchFault('refused', `an access list of ${where} keeps this machine out`));
            break;
          case 'disconnectNotice':
          case 'other':
            break;
          default:
            message satisfies never;
        }
      }
      if (problem !== null) end(new FreeswitchFault('protocol', `${where} cannot be understood: ${problem.text}`));
    });
    socket.on('error', (cause) => end(new FreeswitchFault('network', `${where} cannot be reached`, { cause })));
    socket.on('close', () => end(new FreeswitchFault('network', `${where} has closed the connection`)));
  });

const asFault = (fault: unknown, where: string): FreeswitchFault =>
  fault instanceof FreeswitchFault
    ? fault
    : new FreeswitchFault('network', `${where} cannot be reached`, { cause: fault });

import type { Socket } from 'node:net';
import type { AgentState, CallId, Command, EngineConfig, Routing, SwitchEffect, SwitchEvent } from '@legwork/core';

/** A configuration as JSON has it. */
export type Written = Omit<EngineConfig, 'routing'> & { readonly routing: Omit<Routing, 'byNumber'> };

/** What is said to a process that runs an engine. */
export type ToEngine =
  | {
      readonly say: 'begin';
      readonly file: string;
      readonly config: Written;
      readonly thread: 'on' | 'off';
    }
  | { readonly say: 'event'; readonly event: SwitchEvent }
  | { readonly say: 'ask'; readonly command: Command }
  /** Tell how things stand. */
  | { readonly say: 'look'; readonly commands: readonly string[] };

/** What it says. */
export type FromEngine =
  /** Everything is loaded; it waits to begin. */
  | { readonly say: 'loaded' }
  | { readonly say: 'begun' }
  | { readonly say: 'effect'; readonly effect: SwitchEffect }
  | { readonly say: 'answer'; readonly command: string; readonly accepted: boolean }
  | {
      readonly say: 'seen';
      /** Of those asked about: what became of them; null where nobody has heard of one. */
      readonly commands: readonly (readonly [command: string, state: string | null])[];
      readonly calls: readonly (readonly [call: CallId, customer: string, state: string, isConfirmed: boolean])[];
      readonly agents: readonly AgentState[];
      readonly published: number;
    };

/** A message a line, both ways. */
export const speak = (socket: Socket, hear: (message: unknown) => void): ((message: unknown) => void) => {
  let rest = '';
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(JSON.parse(line));
  });
  // A process that is killed resets its connection.
  socket.on('error', () => undefined);
  return (message) => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
};

import { createParser } from 'eventsource-parser';
import { v1 } from './client.ts';
import { ProblemError, unreachable } from './request.ts';

/** One message of a stream of server-sent events. */
export interface StreamMessage {
  readonly name: string;
  readonly data: unknown;
}

interface ReadStream {
  /** What it carries, and which events of all. */
  readonly show: string;
  readonly types: string;
  /** Where to go on from. */
  readonly after: string;
  readonly signal: AbortSignal;
  /** The service answers: from now on the stream is live. */
  readonly onOpen: () => void;
  /** What came together, and where a reader is who has it. */
  readonly onMessages: (messages: readonly StreamMessage[], cursor: string) => void;
}

/** A stream says something every 15 s. One that is silent for twice as long is dead, whatever the network says of it. */
const silenceMs = 35_000;

/**
 * Reads a stream until it ends. It is fetched, not an EventSource: only so an expired cursor can be told from a network that is gone.
 * @throws ProblemError where it is refused, or breaks.
 */
export const readStream = async ({ show, types, after, signal, onOpen, onMessages }: ReadStream): Promise<void> => {
  const quiet = new AbortController();
  let alarm = window.setTimeout(() => quiet.abort(), silenceMs);
  try {
    const response = await v1.events.stream.$get(
      { query: { show, types, frameMs: '250' }, header: { 'last-event-id': after } },
      { init: { signal: AbortSignal.any([signal, quiet.signal]) } },
    );
    onOpen();
    let cursor = after;
    let gathered: StreamMessage[] = [];
    const parser = createParser({
      onEvent: ({ event = 'message', data, id }) => {
        gathered.push({ name: event, data: JSON.parse(data) });
        cursor = id ?? cursor;
      },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return;
      window.clearTimeout(alarm);
      alarm = window.setTimeout(() => quiet.abort(), silenceMs);
      parser.feed(chunk.value);
      if (gathered.length === 0) continue;
      onMessages(gathered, cursor);
      gathered = [];
    }
  } catch (error) {
    if (error instanceof ProblemError || signal.aborted) throw error;
    throw unreachable();
  } finally {
    window.clearTimeout(alarm);
  }
};

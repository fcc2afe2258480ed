/** One message of a stream of server-sent events. */
export interface Sent {
  readonly id: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of server-sent events message by message. */
export const readStream = (response: Response) => {
  if (response.body === null) throw new Error('there is no stream');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let lastId: string | null = null;

  const next = async (): Promise<Sent | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
        continue;
      }
      const sent = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (sent.id !== null) lastId = sent.id;
      if (sent.event !== '') return sent;
    }
  };
  return {
    next,
    /** Everything up to the first that it is true of, which is the last. */
    until: async (isIt: (sent: Sent) => boolean): Promise<readonly Sent[]> => {
      const all: Sent[] = [];
      for (let sent = await next(); sent !== null; sent = await next()) {
        all.push(sent);
        if (isIt(sent)) return all;
      }
      throw new Error(`the stream ended after ${all.map(({ event }) => event).join(', ')}`);
    },
    /** Everything that is still to come. */
    rest: async (): Promise<readonly Sent[]> => {
      const all: Sent[] = [];
      for (let sent = await next(); sent !== null; sent = await next()) all.push(sent);
      return all;
    },
    lastId: () => lastId,
    leave: () => reader.cancel(),
  };
};

const parse = (block: string): Sent => {
  const field = (name: string): string | null => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
  const data = field('data');
  return {
    id: field('id'),
    event: field('event') ?? '',
    data: data === null ? {} : (JSON.parse(data) as Sent['data']),
  };
};

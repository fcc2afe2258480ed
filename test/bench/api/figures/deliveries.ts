import { rowOf, type Row, type Target } from '../../figure.ts';
import { openReaders } from '../readers.ts';
import type { ToldEvent } from '../servers/bare.ts';
import type { Feeding } from '../servers/feed.ts';
import { inTurns, type ApiFigure, type Side, type Stage } from '../stage.ts';

/** So many facts become durable in one turn of the journal: two thousand commands a second are twelve thousand facts, and some 250 turns. */
const AT_ONCE = 50;
const FRAME_MS = 50;

const oneByOne: Omit<Feeding, 'seconds'> = { atOnce: AT_ONCE, frameMs: 0, mostInFrame: Infinity };
const framed: Omit<Feeding, 'seconds'> = { atOnce: AT_ONCE, frameMs: FRAME_MS, mostInFrame: 2_000 };

/** Events that clients of the stream have read a second: as fast as they read them. */
export const measureDeliveries = async (stage: Stage): Promise<ApiFigure> => {
  const events = await eventsOf(stage);
  const rows: Row[] = [];
  const one = stage.isQuick ? 2 : 1;
  await stage.bare.ask('events', { events, areReady: true });
  const besideReady = await deliver(stage, one, oneByOne);
  const bytes = { what: 'node:http, bytes that lie ready', runs: besideReady.bare };
  rows.push(rowOf(`to ${one} clients, beside bytes`, '1/s', besideReady.service, bytes));
  await stage.bare.ask('events', { events, areReady: false });
  for (const clients of stage.isQuick ? [2] : [1, 50, 200]) {
    const measured = await deliver(stage, clients, oneByOne);
    const raw = { what: 'node:http, JSON and a write for each', runs: measured.bare };
    rows.push(rowOf(`to ${clients} clients`, '1/s', measured.service, raw, atLeastOfRaw));
    rows.push(rowOf(`to ${clients} clients, in itself`, '1/s', measured.service, raw, atLeast(60_000)));
  }
  const clients = stage.isQuick ? 2 : 50;
  const measured = await deliver(stage, clients, framed);
  const raw = { what: 'node:http, JSON for each, a write for each frame', runs: measured.bare };
  rows.push(rowOf(`to ${clients} clients, in frames of ${FRAME_MS} ms`, '1/s', measured.service, raw, atLeastOfRaw));
  rows.push(rowOf(`to ${clients} clients, in frames, in itself`, '1/s', measured.service, raw, atLeast(300_000)));
  return {
    name: 'deliveries',
    title: `Events delivered to clients of the stream, ${AT_ONCE} facts a turn`,
    rows,
    notes: [
      'The service tells together what became durable together, in one write; every fact is still an event of its own. Node’s bare server makes the same bytes of the same events, once for all readers, and writes each by itself.',
    ],
    details: {},
  };
};

const atLeastOfRaw: Target = { of: 'value ÷ baseline', bound: 'at least', than: 0.6 };
const atLeast = (than: number): Target => ({ of: 'value', bound: 'at least', than });

/** What a client is told of what is fed, event by event: the bare server tells the same. */
const eventsOf = async ({ service, streamPorts, token }: Stage): Promise<readonly ToldEvent[]> => {
  const readers = await openReaders({ port: streamPorts.service, path: '/v1/events/stream', token }, 1);
  const kept = readers.keep();
  await service.ask('feed', { ...oneByOne, seconds: 0.2 });
  readers.end();
  return kept().map((text) => {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as unknown };
  });
};

const deliver = (
  stage: Stage,
  clients: number,
  feeding: Omit<Feeding, 'seconds'>,
): Promise<Readonly<Record<Side, readonly number[]>>> =>
  inTurns(stage, async (side, isWarmUp) => {
    const path = `/v1/events/stream?frameMs=${feeding.frameMs}`;
    const readers = await openReaders({ port: stage.streamPorts[side], path, token: stage.token }, clients);
    const [began, before] = [performance.now(), readers.events()];
    await stage.both[side].ask('feed', { ...feeding, seconds: stage.seconds(isWarmUp ? 0.5 : 1) });
    const rate = (1_000 * (readers.events() - before)) / (performance.now() - began);
    readers.end();
    return rate;
  });

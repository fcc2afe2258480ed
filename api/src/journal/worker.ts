import { parentPort, workerData } from 'node:worker_threads';
import { crossed, projectedIn } from './columns.ts';
import { Misfit, troubleOf } from './faults.ts';
import { keepLog, type LogKeeper } from './log-keeper.ts';
import type { Reply, Request } from './thread.ts';
import { openWriter, type Writer, type WriterOptions } from './writer.ts';

/** The writer in a thread of its own: while the disk makes it wait, calls go on. */
const serve = (options: WriterOptions): void => {
  // A thread is no window: there is no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const tell = (reply: Reply): void => parentPort?.postMessage(reply);
  const attempt = (n: number, act: () => unknown): void => {
    try {
      tell({ n, ok: true, result: act() });
    } catch (error) {
      const { trouble, message } = troubleOf(error) ?? { trouble: 'failed', message: 'the journal failed' };
      tell({ n, ok: false, trouble, message, cause: error instanceof Error ? (error.stack ?? error.message) : '' });
    }
  };
  let writer: Writer | null = null;
  let log: LogKeeper | null = null;
  attempt(0, () => {
    const opened = openWriter(options);
    writer = opened.writer;
    log = keepLog(opened.db, options.file);
  });
  const act = (request: Request): void =>
    attempt(request.n, () => {
      if (writer === null) throw new Misfit('closed', 'the journal was not opened');
      return perform(writer, request);
    });
  const close = async (request: Request): Promise<void> => {
    await log?.close();
    act(request);
    parentPort?.close();
  };
  parentPort?.on('message', (request: Request) => {
    if (request.name === 'close') void close(request);
    else {
      act(request);
      // Whoever waits has been told.
      log?.wrote(pagesOf(request));
    }
  });
};

/** What is touched of every table by one commit, and so many rows on one page, about. */
const PAGES_A_COMMIT = 6;
const ROWS_A_PAGE = 8;
const CHARACTERS_A_PAGE = 4_096;
/** What a sweep gives up lies on many pages, and what is known of it in the indices on more. */
const PAGES_A_SWEEP = 200;

/** How many pages of the log a request takes, about. */
const pagesOf = (request: Request): number => {
  if (request.name === 'append') {
    const [{ entries, publications }] = request.args;
    return PAGES_A_COMMIT + (entries.seq.length + publications.seq.length) / ROWS_A_PAGE;
  }
  if (request.name === 'putPiece') return 1 + request.args[0].piece.length / CHARACTERS_A_PAGE;
  return request.name === 'sweep' ? PAGES_A_SWEEP : PAGES_A_COMMIT;
};

/** What the writer gives back: only two of its methods give back anything. */
const perform = (writer: Writer, request: Request): boolean => {
  switch (request.name) {
    case 'append': {
      const columns = crossed(request.args[0]);
      writer.append(columns, projectedIn(columns));
      return true;
    }
    case 'putPiece':
      writer.putPiece(...request.args);
      return true;
    case 'save':
      writer.save(...request.args);
      return true;
    case 'put':
      writer.put(...request.args);
      return true;
    case 'remove':
      return writer.remove(...request.args);
    case 'sweep':
      return writer.sweep(...request.args);
    case 'close':
      writer.close();
      return true;
    default:
      throw new Misfit('failed', 'the thread of the journal was asked for something that it does not know');
  }
};

serve(workerData as WriterOptions);

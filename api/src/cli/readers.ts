import type { EventEmitter } from 'node:events';

/** Ends the process, quietly, once nobody reads what it writes any more: after `| head -1` there is nobody left to tell. */
export function endWithReaders(...streams: readonly EventEmitter[]): void {
  for (const stream of streams) {
    stream.on('error', (error: Error) => {
      if ('code' in error && error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}

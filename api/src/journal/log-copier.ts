import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** The thread of a log's keeper: copies what there is of the log when it is told to, and says so. */
const db = new Database(String(workerData));
db.pragma('synchronous = FULL');

parentPort?.on('message', (asked: 'copy' | 'close') => {
  if (asked === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  db.pragma('wal_checkpoint(PASSIVE)');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage('copied');
});

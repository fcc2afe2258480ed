import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long the disk takes for a little, while something else is measured. */
export interface Disk {
  go(): void;
  stop(): Promise<void>;
  /** Each `fdatasync` of 4 KiB until now. */
  tookMs(): readonly number[];
}

/** So often it is asked: too seldom to be what is measured. */
const EVERY_MS = 20;
const bytes = Buffer.alloc(4_096);

export const watchDisk = (): Disk => {
  const tookMs: number[] = [];
  let on = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  const watch = async ({ signal }: AbortController): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'legwork-disk-'));
    const file = await open(join(folder, 'disk'), 'w');
    while (!signal.aborted) {
      await file.write(bytes);
      const began = performance.now();
      await file.datasync();
      tookMs.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await file.close();
    rmSync(folder, { recursive: true });
  };
  return {
    go: () => {
      on = new AbortController();
      watching = watch(on);
    },
    stop: () => {
      on.abort();
      return watching;
    },
    tookMs: () => tookMs,
  };
};

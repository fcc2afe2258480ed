import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagrams } from './diagrams.ts';

/** Writes the state diagrams next to the machines they are drawn from. */
for (const { path, text } of diagrams()) {
  writeFileSync(join(import.meta.dirname, '../..', path), text);
  process.stdout.write(`${path}\n`);
}

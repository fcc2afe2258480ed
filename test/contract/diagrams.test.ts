import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagrams } from '../support/diagrams.ts';

describe('the state diagrams', () => {
  test.each(diagrams())('$path shows the machine as it is (npm run diagrams draws it anew)', ({ path, text }) => {
    expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(text);
  });

  test('a state whose name another one shares is drawn with the name of what it is in', () => {
    const drawn = diagrams().map(({ text }) => text);
    expect(drawn.some((text) => text.includes('state "dialling" as handover_dialling'))).toBe(true);
    expect(drawn.some((text) => text.includes('dropping --> ended : leg.ended'))).toBe(true);
  });
});

import { defineConfig } from 'vitest/config';
import { Tally } from './support/tally.ts';

export default defineConfig({
  test: {
    name: 'hermetic',
    root: import.meta.dirname,
    include: ['{contract,property,scenario,replay}/**/*.test.ts'],
    reporters: ['default', new Tally()],
    restoreMocks: true,
    testTimeout: 20_000,
  },
});

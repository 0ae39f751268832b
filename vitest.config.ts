/** How the tests run: real local servers, files in parallel on two workers, no shared state between files. */
import { defineConfig } from 'vitest/config';
import { tally } from './test/support/tally.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
    allowOnly: false,
    reporters: ['default', tally],
  },
});

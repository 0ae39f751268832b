/** How the tests run: real local servers, files in parallel on two workers, no shared state between files. */
import { defineConfig } from 'vitest/config';
import { tally } from './test/support/tally.js';

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-once.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
    allowOnly: false,
    reporters: ['default', tally],
  },
});

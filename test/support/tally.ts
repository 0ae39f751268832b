/** The last line of a test run: how many passed, failed and were skipped; where `CI` is set, a skip is a failure. */
import type { Reporter } from 'vitest/node';

/** Counts every test of the run once it is over. */
export const tally: Reporter = {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const skipped: string[] = [];
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === 'skipped') skipped.push(`  skipped: ${module.relativeModuleId} > ${test.fullName}`);
      }
    const lines = [...skipped, `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`];
    process.stdout.write(`${lines.join('\n')}\n`);
    if (process.env.CI && count.skipped > 0) {
      process.stdout.write('Where CI is set, nothing may be skipped.\n');
      process.exitCode = 1;
    }
  },
};

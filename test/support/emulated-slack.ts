/** Emulated Slacks for a test file: closed after each test, which fails when the app showed Slack something it would not take. */
import { afterEach, expect } from 'vitest';
import {
  type SlackEmulator,
  type SlackEmulatorOptions,
  startSlackEmulator,
  type Violation,
} from '../../src/sandbox/slack/index.js';

export interface EmulatedSlack {
  start(options: SlackEmulatorOptions): Promise<SlackEmulator>;
}

/** Call it at the top of a test file (or of a `describe`). */
export function emulatedSlack(): EmulatedSlack {
  const started: SlackEmulator[] = [];
  afterEach(async () => {
    for (const slack of started.splice(0)) await closeClean(slack);
  });
  return {
    async start(options) {
      const slack = await startSlackEmulator(options);
      started.push(slack);
      return slack;
    },
  };
}

/** Closes it, then fails when the app showed something Slack would not take. */
export async function closeClean(slack: SlackEmulator): Promise<void> {
  await slack.close();
  expect(slack.state.violations).toEqual([]);
}

/** The violations so far, taken off the list: for a test that means to make some. */
export function takeViolations(slack: SlackEmulator): Violation[] {
  return slack.state.violations.splice(0);
}

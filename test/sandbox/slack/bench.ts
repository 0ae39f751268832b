/** An emulated Slack with Slack's own client, for the tests of its Web API. */
import { webApi } from '@slack/bolt';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack } from '../../support/emulated-slack.js';

export const EVERY_SCOPE = [
  'chat:write',
  'users:read',
  'users:read.email',
  'im:write',
  'channels:read',
  'channels:history',
  'groups:history',
  'im:history',
  'reactions:write',
  'reactions:read',
  'team:read',
  'usergroups:read',
];

export interface WebApiBench {
  readonly slack: SlackEmulator;
  readonly client: webApi.WebClient;
  /** Another client, with another token. */
  clientWith(token: string | undefined): webApi.WebClient;
}

/** Call it at the top of a test file. */
export function webApiBench(): (options?: Partial<SlackEmulatorOptions>) => Promise<WebApiBench> {
  const slacks = emulatedSlack();
  return async (options = {}) => {
    const slack = await slacks.start({
      users: [
        { id: 'U1', name: 'ana', email: 'ana@acme.test' },
        { id: 'U2', name: 'gone', email: 'gone@acme.test', deleted: true },
      ],
      channels: [
        { id: 'C1', name: 'general' },
        { id: 'C2', name: 'without-the-bot', botIsMember: false },
        { id: 'C3', name: 'hidden', kind: 'private', botIsMember: false },
        { id: 'C4', name: 'bot-alone', members: [] },
        { id: 'C5', name: 'old', archived: true },
        { id: 'C6', name: 'private-one', kind: 'private' },
      ],
      scopes: EVERY_SCOPE,
      subscriptions: [],
      ...options,
    });
    const clientWith = (token: string | undefined) =>
      new webApi.WebClient(token, {
        slackApiUrl: slack.url,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        logger: silent,
      });
    return { slack, client: clientWith(slack.botToken), clientWith };
  };
}

/** A logger that says nothing. */
export const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => 'error' as webApi.LogLevel,
  setName: () => undefined,
};

/** Slack's error of a call, `ok`, or the name of what was thrown. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
    return error instanceof Error ? error.name : 'unknown';
  }
}

/** Calls of Slack's Web API as the rest of this layer needs them: few retries, short, and never a paused queue. */
import { setTimeout as wait } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Metrics } from '../../metrics/ports.js';
import type { Command } from '../asking/command.js';
import { boltLogger, type Log } from '../log.js';
import { SlackStartError } from '../options.js';
import { countedFetch } from './counted-fetch.js';
import type { SlackMessage } from './message.js';
import type { WayRound } from './reply.js';

/**
 * Options for every client: two retries within about a second. A 429 is an error at once; by default the client would
 * stop its whole queue, answers of other people included, for as long as Slack says.
 */
export function clientOptions(
  apiUrl: URL | undefined,
  callMs: number,
  log: Log,
  metrics: Metrics,
): webApi.WebClientOptions {
  return {
    fetch: countedFetch(metrics),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.href }),
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 800 },
    timeout: callMs,
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  };
}

/** A limit this short is waited out; a longer one would keep somebody waiting for an error. */
const LONGEST_LIMIT_S = 3;

/** The call, made again after a short `Retry-After`, twice at most. */
export async function patiently<T>(call: () => Promise<T>, tries = 2): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const limited = error instanceof webApi.WebAPIRateLimitedError && error.retryAfter <= LONGEST_LIMIT_S;
    if (!limited || tries === 0) throw error;
    await wait(error.retryAfter * 1_000);
    return patiently(call, tries - 1);
  }
}

/** The bot's own place in Slack. */
export interface Workspace {
  readonly team: string | undefined;
  readonly botUserId: string | undefined;
  readonly botId: string | undefined;
}

const REFUSED = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);

/** `auth.test`. Rejects with a {@link SlackStartError} that tells a bad token from an unreachable Slack. */
export async function whoAmI(client: webApi.WebClient): Promise<Workspace> {
  try {
    const me = await patiently(() => client.auth.test());
    return { team: me.team_id, botUserId: me.user_id, botId: me.bot_id };
  } catch (error) {
    throw startError(error, 'SLACK_BOT_TOKEN');
  }
}

/** Says in words why Slack could not be reached with a token. */
export function startError(error: unknown, variable: string): SlackStartError {
  const said = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
  if (said !== undefined && (REFUSED.has(said) || said === 'not_allowed_token_type'))
    return new SlackStartError(
      'token-refused',
      `Slack refused ${variable} (${said}).`,
      `Set ${variable} to a token of the installed app: xoxb-… for the bot, xapp-… with connections:write for the app.`,
    );
  return new SlackStartError(
    'slack-unreachable',
    `Slack could not be reached (${said ?? (error instanceof Error ? error.message : String(error))}).`,
    'Check the network from here to slack.com, then start again.',
  );
}

/** `users.info`: the raw user object. */
export async function userInfo(client: webApi.WebClient, id: string): Promise<unknown> {
  return (await patiently(() => client.users.info({ user: id }))).user;
}

/** An ephemeral message in the channel, then a direct message; both need `chat:write`, the second `im:write` too. */
export function waysRound(client: webApi.WebClient, command: Command): readonly WayRound[] {
  const content = (message: SlackMessage) => ({ text: message.text, blocks: [...message.blocks] });
  const { channelId, userId } = command;
  const inChannel: readonly WayRound[] =
    channelId === undefined
      ? []
      : [
          {
            name: 'ephemeral',
            send: (message) =>
              patiently(() =>
                client.chat.postEphemeral({ channel: channelId, user: userId, ...content(message) }),
              ),
          },
        ];
  return [
    ...inChannel,
    {
      name: 'direct message',
      send: async (message) => {
        const opened = await patiently(() => client.conversations.open({ users: userId }));
        const channel = opened.channel?.id ?? userId;
        const quiet = { unfurl_links: false, unfurl_media: false };
        await patiently(() => client.chat.postMessage({ channel, ...quiet, ...content(message) }));
      },
    },
  ];
}

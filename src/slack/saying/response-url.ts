/** The one-time address a command may be answered at: which hosts are believed, and Slack's five posts in half an hour. */
import type { Clock } from '../../store/ports.js';
import type { SlackMessage } from './message.js';
import type { Slots } from './slots.js';

/** Slack "Handling user interaction": up to five times within thirty minutes of receiving the payload. */
const MOST_POSTS = 5;
const OPEN_MS = 30 * 60_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads a `response_url`. Only Slack's own host over https is believed; with `loopback` (the bot talks to an emulator)
 * this computer is too. Anything else would make the bot post answers to a stranger.
 */
export function parseResponseUrl(raw: unknown, loopback: boolean): URL | undefined {
  if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined;
  const url = new URL(raw);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:' && url.host === 'hooks.slack.com') return url;
  const local = LOOPBACK.has(url.hostname) && (url.protocol === 'http:' || url.protocol === 'https:');
  return loopback && local ? url : undefined;
}

/**
 * - `delivered`: Slack took it.
 * - `spent`: no post is left, or the half hour is over; nothing was sent.
 * - `gone`: Slack no longer knows the address. `refused`: it did not like the message.
 * - `limited`: too many posts at the moment; it has not arrived.
 * - `unsure`: the connection or Slack's side failed; it may have arrived. `silent`: no answer in time; it likely has.
 */
export type Posted = 'delivered' | 'spent' | 'gone' | 'refused' | 'limited' | 'unsure' | 'silent';

export interface ResponseUrl {
  /** Posts left, counting failures: Slack counts them too. */
  readonly left: number;
  /** Posts an ephemeral message; `replace` asks Slack to put it in the place of the one before. Never throws. */
  post(message: SlackMessage, replace: boolean, signal: AbortSignal): Promise<Posted>;
  /** Posts a message of its own that everybody in the channel sees, also where the bot is no member. Never throws. */
  toEverybody(message: SlackMessage, threadTs: string | undefined, signal: AbortSignal): Promise<Posted>;
}

/** How posts leave: all commands share the slots, so that a burst does not make each post slow for every other. */
export interface Posting {
  readonly fetch: typeof fetch;
  readonly slots: Slots;
  /** For one post, from the moment it leaves; milliseconds. */
  readonly postMs: number;
}

export function openResponseUrl(url: URL, clock: Clock, posting: Posting): ResponseUrl {
  const openedAt = clock.now();
  let used = 0;
  const use = async (body: object, signal: AbortSignal): Promise<Posted> => {
    if (used >= MOST_POSTS || clock.now() - openedAt >= OPEN_MS) return 'spent';
    used++;
    return posting.slots.run(() => send(body, signal));
  };
  return {
    get left() {
      return MOST_POSTS - used;
    },
    post: (message, replace, signal) => use(bodyOf(message, replace), signal),
    toEverybody: (message, threadTs, signal) => use(publicBodyOf(message, threadTs), signal),
  };

  async function send(body: object, signal: AbortSignal): Promise<Posted> {
    try {
      const response = await posting.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(posting.postMs)]),
      });
      return outcome(response.status, await response.text());
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'unsure';
    }
  }
}

function bodyOf(message: SlackMessage, replace: boolean): object {
  return {
    response_type: 'ephemeral',
    ...(replace ? { replace_original: true } : {}),
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function publicBodyOf(message: SlackMessage, threadTs: string | undefined): object {
  return {
    ...bodyOf(message, false),
    response_type: 'in_channel',
    replace_original: false,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  };
}

/** Slack answers `ok`, `{"ok":true}` or nothing when it took the message; likely `expired_url` / `used_url` with 404. */
function outcome(status: number, body: string): Posted {
  if (/\b(?:expired_url|used_url|invalid_url)\b/.test(body) || status === 404 || status === 410)
    return 'gone';
  if (status === 429) return 'limited';
  if (status >= 500) return 'unsure';
  if (status < 200 || status >= 300 || /"ok"\s*:\s*false/.test(body)) return 'refused';
  return 'delivered';
}

/** Addresses of messages, asked of Slack once and then remembered. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { textAt } from '../../payloads.js';

const REMEMBERED_MS = 24 * 3_600_000;

/** `chat.getPermalink`; nothing when Slack does not say. Never throws. */
export async function permalinkOf(
  channel: string,
  ts: string,
  { client, notes, log }: Pick<Desk, 'client' | 'notes' | 'log'>,
): Promise<string | undefined> {
  const key = `permalink ${channel} ${ts}`;
  const known = await notes.get(key, (value) => z.string().safeParse(value).data);
  if (known !== undefined) return known;
  try {
    const link = textAt(await client.chat.getPermalink({ channel, message_ts: ts }), 'permalink');
    if (link !== undefined) await notes.put(key, link, REMEMBERED_MS);
    return link;
  } catch (error) {
    const limited = error instanceof webApi.WebAPIRateLimitedError;
    log.debug({ limited, error: whatWentWrong(error) }, 'Slack gave no address of a message');
    return undefined;
  }
}

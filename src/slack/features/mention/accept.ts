/** Which events speak to us: mentions in channels and threads, and direct messages; as the payload of a job. Pure. */
import { z } from 'zod';
import { type Raw, type SlackEvent, textAt } from '../../payloads.js';
import type { Workspace } from '../../saying/web-client.js';
import { saidIn } from './said.js';

const schema = z.object({
  channel: z.string(),
  ts: z.string(),
  /** The thread it was said in, if any. */
  threadTs: z.string().optional(),
  userId: z.string(),
  teamId: z.string().optional(),
  /** Nobody else reads along. */
  direct: z.boolean(),
  said: z.object({ words: z.array(z.string()), prose: z.string(), pasted: z.string() }),
});

/** Something said to us. JSON. */
export type Spoken = z.infer<typeof schema>;

export const reviveSpoken = (value: unknown): Spoken | undefined => schema.safeParse(value).data;

/** Files and "also send to the channel" are still somebody saying something; all else is Slack's own, or a change. */
const ALLOWED_SUBTYPES: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast']);

/** Bots are never answered, so that no two of them can talk for ever; Workflow Builder posts as a bot too. */
function isPersons(event: Raw, { botUserId }: Workspace): boolean {
  const subtype = textAt(event, 'subtype');
  return (
    textAt(event, 'bot_id') === undefined &&
    textAt(event, 'user') !== undefined &&
    textAt(event, 'user') !== botUserId &&
    textAt(event, 'user') !== 'USLACKBOT' &&
    event.hidden !== true &&
    event.edited === undefined &&
    (subtype === undefined || ALLOWED_SUBTYPES.has(subtype))
  );
}

/** What an `app_mention`, or a `message` in a direct message, says to us; nothing when it is not for us to answer. */
export function spokenIn({ type, event, teamId }: SlackEvent, workspace: Workspace): Spoken | undefined {
  const channel = textAt(event, 'channel');
  const ts = textAt(event, 'ts');
  const userId = textAt(event, 'user');
  if (channel === undefined || ts === undefined || userId === undefined) return undefined;
  const direct = textAt(event, 'channel_type') === 'im' || channel.startsWith('D');
  if ((type === 'message' && !direct) || !isPersons(event, workspace)) return undefined;
  const { words, prose, pasted } = saidIn(event, workspace.botUserId);
  const threadTs = textAt(event, 'thread_ts');
  const theirs = textAt(event, 'user_team') ?? textAt(event, 'team') ?? teamId;
  return {
    channel,
    ts,
    userId,
    direct,
    said: { words: [...words], prose, pasted },
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(theirs === undefined ? {} : { teamId: theirs }),
  };
}

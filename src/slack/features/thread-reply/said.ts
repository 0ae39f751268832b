/** Reads Slack's message event: what the recognizer looks at, and who wrote it where. Pure. */
import { isRaw, type Raw, rawAt, type SlackEvent, textAt } from '../../payloads.js';
import type { SeenMessage } from '../../recognizer/index.js';

/** A message as somebody wrote it. */
export interface Said {
  readonly channel: string;
  readonly ts: string;
  /** The thread it stands in, when it did not open one. */
  readonly inThread: string | undefined;
  /** Nobody for forms and old integrations. */
  readonly userId: string | undefined;
  /** The workspace of whoever wrote it, else the one it was delivered for. */
  readonly teamId: string | undefined;
  /** Written by a person, not by a program or by Slack. */
  readonly human: boolean;
  readonly form: boolean;
  readonly message: SeenMessage;
}

/** Somebody took a message away. */
export interface Gone {
  readonly channel: string;
  readonly ts: string;
}

/** Modern posts of Workflow Builder carry it only in the bot's profile. */
const workflowOf = (event: Raw): string | undefined =>
  textAt(event, 'workflow_id') ??
  (rawAt(event, 'bot_profile')?.is_workflow_bot === true
    ? (textAt(event, 'bot_profile', 'id') ?? 'workflow')
    : undefined);

const SPOKEN: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

/** The message; nothing when it names no place. */
export function saidIn({ event, teamId }: SlackEvent): Said | undefined {
  const channel = textAt(event, 'channel');
  const ts = textAt(event, 'ts');
  if (channel === undefined || ts === undefined) return undefined;
  const [subtype, botId, threadTs] = [
    textAt(event, 'subtype'),
    textAt(event, 'bot_id'),
    textAt(event, 'thread_ts'),
  ];
  const userId = textAt(event, 'user');
  const userTeam = textAt(event, 'user_team') ?? textAt(event, 'source_team') ?? textAt(event, 'team');
  const hidden = event.hidden === true;
  const workflowId = workflowOf(event);
  return {
    channel,
    ts,
    inThread: threadTs === ts ? undefined : threadTs,
    userId: workflowId === undefined ? userId : undefined,
    teamId: userTeam ?? teamId,
    human: userId !== undefined && botId === undefined && !hidden && SPOKEN.has(subtype),
    form: workflowId !== undefined,
    message: {
      text: event.text,
      blocks: event.blocks,
      subtype,
      user: userId,
      botId,
      workflowId,
      ts,
      threadTs,
      hidden,
      // Whoever comes from elsewhere is told so; they are not passed over in silence.
      userTeam: undefined,
    },
  };
}

/** A deletion, also that of a message with replies, of which a tombstone stays. */
export function goneIn({ event }: SlackEvent): Gone | undefined {
  const channel = textAt(event, 'channel');
  if (channel === undefined) return undefined;
  const tombstone = textAt(event, 'message', 'subtype') === 'tombstone';
  const ts =
    event.subtype === 'message_deleted'
      ? (textAt(event, 'deleted_ts') ?? textAt(event, 'previous_message', 'ts'))
      : event.subtype === 'message_changed' && tombstone
        ? textAt(event, 'message', 'ts')
        : undefined;
  return ts === undefined ? undefined : { channel, ts };
}

/** The one other person a message names; nobody when there are several, because it would be a guess. */
export function namedIn(
  { text, blocks }: SeenMessage,
  except: readonly (string | undefined)[],
): string | undefined {
  const named = new Set<string>();
  if (typeof text === 'string')
    for (const [, id] of text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g))
      if (id !== undefined) named.add(id);
  collect(blocks, named, 0);
  const others = [...named].filter((id) => !except.includes(id));
  return others.length === 1 ? others[0] : undefined;
}

const DEEPEST = 10;

function collect(value: unknown, into: Set<string>, depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) for (const one of value) collect(one, into, depth + 1);
  else if (isRaw(value)) {
    const id = value.type === 'user' ? textAt(value, 'user_id') : undefined;
    if (id !== undefined && /^[UW][A-Z0-9]+$/.test(id)) into.add(id);
    collect(value.elements, into, depth + 1);
  }
}

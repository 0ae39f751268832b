/** A person's message put together as Slack's clients do: rich text, the text beside it, and the small fields around. */
import { randomUUID } from 'node:crypto';
import type { RichElement } from './rich/elements.js';
import { textOfRich } from './rich/to-text.js';
import { readTyped } from './rich/typed-message.js';
import type { Block, ChannelMessage, Content } from './types.js';
import type { Channel, Workspace } from './workspace.js';

export interface SayOptions {
  /** The first message of the thread. */
  readonly threadTs?: string;
  /** "Also send to the channel". */
  readonly broadcast?: boolean;
  /** Rich text elements instead of the typed text, which is then ignored. */
  readonly rich?: readonly RichElement[];
  /** Without blocks, as old clients and some integrations post: `text` alone. */
  readonly plain?: boolean;
  /** Names of files sent along: `file_share`. */
  readonly files?: readonly string[];
  readonly attachments?: readonly Block[];
}

/** Text and blocks of something typed, or of given rich text. */
export function composed(
  typed: string,
  workspace: Workspace,
  { rich, plain }: Pick<SayOptions, 'rich' | 'plain'> = {},
): Content {
  const elements = rich ?? readTyped(typed, namesIn(workspace));
  const text = textOfRich(elements);
  if (plain === true || elements.length === 0) return { text, blocks: [] };
  return {
    text,
    blocks: [{ type: 'rich_text', block_id: workspace.nextId('rt').slice(-5), elements }],
  };
}

/** What {@link Workspace.post} wants to know of a person's message. */
export function draft(
  user: string,
  channel: Channel,
  typed: string,
  workspace: Workspace,
  options: SayOptions = {},
): Omit<ChannelMessage, 'kind' | 'ts' | 'editedAt' | 'reactions'> {
  const { threadTs, broadcast, files, attachments } = options;
  const subtype =
    threadTs !== undefined && broadcast === true
      ? 'thread_broadcast'
      : files === undefined
        ? undefined
        : 'file_share';
  return {
    ...composed(typed, workspace, options),
    channel: channel.id,
    threadTs,
    user,
    botId: undefined,
    subtype,
    ...(attachments === undefined ? {} : { attachments }),
    wire: {
      client_msg_id: randomUUID(),
      ...(files === undefined
        ? {}
        : {
            files: files.map((name) => fileNamed(name, user, workspace)),
            upload: false,
            display_as_bot: false,
          }),
    },
  };
}

function namesIn({ users, channels }: Workspace) {
  return {
    userId: (name: string) => [...users.values()].find((one) => one.name === name)?.id,
    channelId: (name: string) =>
      [...channels.values()].find((one) => one.name === name && one.kind === 'public')?.id,
  };
}

/** Source: Slack "File object"; the addresses need a token and lead nowhere here. */
function fileNamed(name: string, user: string, workspace: Workspace): Block {
  const id = workspace.nextId('F');
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin';
  const home = `https://${workspace.team.domain}.slack.test`;
  const created = Math.floor(workspace.clock.now() / 1_000);
  return {
    id,
    created,
    timestamp: created,
    name,
    title: name,
    mimetype: /^(?:png|jpg|gif)$/.test(ending) ? `image/${ending}` : 'application/octet-stream',
    filetype: ending,
    pretty_type: ending.toUpperCase(),
    user,
    size: 48_213,
    mode: 'hosted',
    is_external: false,
    is_public: true,
    url_private: `${home}/files-pri/${id}/${name}`,
    permalink: `${home}/files/${user}/${id}/${name}`,
    file_access: 'visible',
  };
}

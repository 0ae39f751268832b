/** Part of the page's contract: the emulated Slack as the page shows it. Types only. */

export interface Workspace {
  readonly team: { readonly id: string; readonly name: string };
  readonly bot: { readonly userId: string; readonly name: string };
  readonly people: readonly Person[];
  /** Includes the bot's direct messages, once opened: `kind: 'im'`, one per person, `im` says whose. */
  readonly channels: readonly Channel[];
  /** All channels, oldest first. */
  readonly messages: readonly Message[];
  /** Seen by `onlyFor` alone, oldest first. */
  readonly ephemerals: readonly Message[];
  /** Open modals by person, the one on top last. */
  readonly modals: Readonly<Record<string, readonly View[]>>;
  /** Home tabs by person, once opened. */
  readonly homes: Readonly<Record<string, View>>;
  /** Slash commands that can be typed, with their slash. */
  readonly commands: readonly string[];
  /** What stands in the menu of a message. */
  readonly shortcuts: readonly Shortcut[];
  /** What stands in the menu beside the message box, of no message in particular. */
  readonly globalShortcuts: readonly Shortcut[];
}

export interface Shortcut {
  readonly callbackId: string;
  readonly name: string;
}

export interface Person {
  readonly id: string;
  /** The handle, as typed after `@`. */
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** What is special about this person, in half a sentence; undefined when nothing is. */
  readonly about?: string;
  /** The channel of their direct messages with the bot; it is there once somebody wrote to it. */
  readonly im: string;
  /** Guests and people of other workspaces. */
  readonly guest: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Whose direct messages with the bot these are; only where `kind` is `im`. */
  readonly im?: string;
  /** User ids. */
  readonly members: readonly string[];
  /** The bot answers access-request messages here. */
  readonly optedIn: boolean;
  /** One line for a head line. */
  readonly topic: string;
}

/** Block Kit as the app sent it; each block with a `block_id`, as Slack gives them back. */
export type Block = Readonly<Record<string, unknown>>;

export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** The message whose thread this stands in; undefined, or equal to `ts`, for a message of the channel itself. */
  readonly threadTs?: string;
  /** Who wrote it: a user id of {@link Workspace.people}, the bot's, or `slackbot`. */
  readonly from: string;
  /** Ephemeral messages: the one person who sees it. */
  readonly onlyFor?: string;
  /** Fallback text in mrkdwn; shown where `blocks` is empty. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** It was changed after it was sent. */
  readonly edited: boolean;
  readonly reactions: readonly { readonly name: string; readonly people: readonly string[] }[];
}

export interface View {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly callbackId: string;
  /** Plain text; empty for a Home tab. */
  readonly title: string;
  /** Plain text of the buttons of a modal; `submit` is undefined when there is nothing to submit. */
  readonly submit?: string;
  readonly close: string;
  readonly blocks: readonly Block[];
}

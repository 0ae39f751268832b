/** What the emulated workspace is made of, and everything about it that tests and a page can see. */

export interface EmulatedUser {
  readonly id: string;
  /** The handle typed after `@`. */
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  /** The workspace the account belongs to; the emulated one by default. */
  readonly teamId?: string;
  readonly enterpriseTeams?: readonly string[];
  readonly deleted?: boolean;
  readonly isBot?: boolean;
  readonly isRestricted?: boolean;
  readonly isUltraRestricted?: boolean;
  readonly isStranger?: boolean;
  readonly isEmailConfirmed?: boolean;
}

export interface EmulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind?: 'public' | 'private' | 'im';
  /** User ids; everybody in the workspace by default. */
  readonly members?: readonly string[];
  /** The bot has been invited; true by default. */
  readonly botIsMember?: boolean;
  readonly archived?: boolean;
  /** Shared with another company (Slack Connect). */
  readonly shared?: boolean;
}

/** Block Kit as it arrived; the emulator reads it loosely. */
export type Block = Readonly<Record<string, unknown>>;

export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface ChannelMessage extends Content {
  readonly kind: 'message';
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Empty where Slack sends none (classic bots, Workflow Builder). */
  readonly user: string;
  readonly botId: string | undefined;
  readonly subtype: string | undefined;
  readonly editedAt: string | undefined;
  readonly reactions: readonly { readonly name: string; readonly user: string }[];
  /** Forwarded messages, unfurled links, secondary content of bots. */
  readonly attachments?: readonly Block[];
  /** Message metadata as `chat.postMessage` took it. */
  readonly metadata?: Block;
  /** Further fields as they stand on the wire: `client_msg_id`, `files`, `workflow_id`, `username` … */
  readonly wire?: Block;
}

/** Seen by one person only, and never in history. */
export interface EphemeralMessage extends Content {
  readonly kind: 'ephemeral';
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Who sees it. */
  readonly user: string;
  readonly from: 'app' | 'slackbot';
  readonly via: 'ack' | 'response_url' | 'chat.postEphemeral' | 'slack';
  /** What it said before it was replaced, oldest first. */
  readonly earlier: readonly Content[];
}

/** A modal or a Home tab as the app gave it, with what Slack adds. */
export interface View {
  readonly id: string;
  readonly hash: string;
  readonly type: 'modal' | 'home';
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly rootViewId: string;
  readonly previousViewId: string | undefined;
  readonly view: Readonly<Record<string, unknown>>;
}

export interface ApiCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly status: number;
  /** Undefined when `ok: true`. */
  readonly error: string | undefined;
}

/** How the app took one delivery. */
export interface Ack {
  readonly ok: boolean;
  /** From sending to acknowledgement, milliseconds. */
  readonly ms: number;
  /** HTTP status; undefined in Socket Mode. */
  readonly status: number | undefined;
  /** What the app answered with: text, JSON, or nothing. */
  readonly payload: unknown;
  /** Slack's word for what went wrong. */
  readonly problem: 'operation_timeout' | 'dispatch_failed' | undefined;
}

/** Everything that happens, in order; kept in a log so that nobody has to wait blindly. */
export type Happening =
  | { readonly type: 'message'; readonly message: ChannelMessage }
  | { readonly type: 'message_changed'; readonly message: ChannelMessage; readonly previous: ChannelMessage }
  | { readonly type: 'message_deleted'; readonly message: ChannelMessage }
  | { readonly type: 'ephemeral'; readonly message: EphemeralMessage }
  | { readonly type: 'ephemeral_changed'; readonly message: EphemeralMessage }
  | { readonly type: 'ephemeral_deleted'; readonly message: EphemeralMessage }
  | {
      readonly type: 'reaction';
      readonly message: ChannelMessage;
      readonly name: string;
      readonly user: string;
      readonly how: 'added' | 'removed';
    }
  /** A line such as "is thinking…" under a thread (`assistant.threads.setStatus`); empty takes it away. */
  | { readonly type: 'status'; readonly channel: string; readonly threadTs: string; readonly status: string }
  | {
      readonly type: 'view';
      readonly user: string;
      readonly view: View;
      readonly how: 'open' | 'push' | 'update';
    }
  | { readonly type: 'view_closed'; readonly user: string; readonly view: View }
  | { readonly type: 'home'; readonly user: string; readonly view: View }
  | { readonly type: 'api_call'; readonly call: ApiCall }
  | {
      readonly type: 'response_post';
      readonly id: string;
      /** 1 for the first use of the address. */
      readonly use: number;
      readonly status: number;
      readonly body: unknown;
    }
  | {
      /** One try to bring something to the app, at the moment it leaves. */
      readonly type: 'delivery';
      readonly what: string;
      readonly eventId: string | undefined;
      /** 0 for the first try. */
      readonly retry: number;
      /** The request address, or `socket 1` in the order the sockets were opened. */
      readonly to: string;
    }
  | { readonly type: 'acked'; readonly what: string; readonly ack: Ack }
  | { readonly type: 'socket'; readonly state: 'open' | 'closed'; readonly open: number };

/** Something the app did that the real Slack would not take, or would punish. */
export interface Violation {
  readonly where: string;
  readonly what: readonly string[];
}

/** Makes the next matching calls go wrong. */
export interface Fault {
  /** A Web API method, `response_url`, or `*` for every method. */
  readonly on: string;
  /** How often; for ever by default. */
  readonly times?: number;
  /** Only calls with such arguments. */
  readonly when?: (args: Readonly<Record<string, unknown>>) => boolean;
  /** The call is carried out first: its answer gets lost, not the call. */
  readonly afterwards?: boolean;
  /** `ok: false` with this error. */
  readonly error?: string;
  /** Plain HTTP status with an HTML body. */
  readonly status?: number;
  /** 429 with `Retry-After`, seconds. */
  readonly retryAfter?: number;
  /** Closes the connection without an answer. */
  readonly drop?: boolean;
  /** Takes the call and never answers. */
  readonly hang?: boolean;
  /** Answers as usual after this many milliseconds. */
  readonly delayMs?: number;
}

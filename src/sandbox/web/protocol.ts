/**
 * What the sandbox's server and its page say to each other. Types only, so that both sides may read it.
 *
 * `GET /events` is a stream of Server-Sent Events. `event: snapshot` carries a {@link Snapshot} and always comes first,
 * after a reconnection too when the server no longer knows what was missed; `event: update` carries one {@link Update}.
 * Both have an `id:`; a browser sends the last one back as `Last-Event-ID` and then gets only what it missed.
 * `POST /act` takes one {@link Action} as JSON with `content-type: application/json` and the header
 * `x-iap-doctor-sandbox: 1`, and answers with an {@link ActResult}; what it causes arrives over `/events`.
 */

/** Everything the page shows, at one moment. */
export interface Snapshot {
  readonly protocol: 1;
  readonly workspace: Workspace;
  readonly world: WorldFacts;
  readonly switches: readonly SwitchGroup[];
  readonly trace: Trace;
  /** Newest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly health: Health;
}

/** One thing that became different. Applying it twice does no harm: every update says what is now, not what to add. */
export type Update =
  /** New or changed; the key is `channel` and `ts`. */
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'message_deleted'; readonly channel: string; readonly ts: string }
  /** New or changed; the key is `ts`. */
  | { readonly type: 'ephemeral'; readonly message: Message }
  | { readonly type: 'ephemeral_deleted'; readonly ts: string }
  /** A channel that was not there before, such as direct messages with the bot. */
  | { readonly type: 'channel'; readonly channel: Channel }
  /** All modals of a person, the one on top last; empty: none is open. */
  | { readonly type: 'modals'; readonly person: string; readonly views: readonly View[] }
  | { readonly type: 'home'; readonly person: string; readonly view: View }
  /** The switches that are different now; the key is `id`. */
  | { readonly type: 'switches'; readonly switches: readonly Switch[] }
  /** New or changed; the key is `id`. */
  | { readonly type: 'question'; readonly question: Question }
  /** New or changed (a call is shown when it arrives, and again when it is answered); the key is `id`. */
  | { readonly type: 'call'; readonly call: GoogleCall }
  | { readonly type: 'trace_cleared' }
  /** The whole timeline, newest first. */
  | { readonly type: 'timeline'; readonly timeline: readonly TimelineEntry[] }
  | { readonly type: 'health'; readonly health: Health };

// ---- the workspace ----

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
  readonly shortcuts: readonly { readonly callbackId: string; readonly name: string }[];
}

export interface Person {
  readonly id: string;
  /** The handle, as typed after `@`. */
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** What is special about this person, in half a sentence; undefined when nothing is. */
  readonly about?: string;
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

/** Block Kit as the app sent it, untouched. */
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

// ---- the world around it ----

export interface WorldFacts {
  readonly company: string;
  readonly services: readonly ServiceFacts[];
  /** Things to try, best first: who types what where. */
  readonly suggestions: readonly Suggestion[];
}

export interface ServiceFacts {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly url?: string;
  readonly grpc?: string;
  /** Broken from the start, in half a sentence. */
  readonly about?: string;
}

export interface Suggestion {
  readonly title: string;
  readonly person: string;
  readonly channel: string;
  /** A slash command begins with `/`; everything else is a message. */
  readonly text: string;
}

// ---- broken things ----

export interface SwitchGroup {
  /** Stable, e.g. `groups`, `bindings`, `services`, `google`, `redis`, `slack`. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly note: string;
  readonly switches: readonly Switch[];
}

export interface Switch {
  /** Unique over all groups. */
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Shared by switches that belong together, such as all of one service; for a second level of headings. */
  readonly about?: string;
  /** At least two; two look like an on/off switch, more like a menu. */
  readonly positions: readonly { readonly id: string; readonly label: string }[];
  /** The id of the position it stands in now. */
  readonly position: string;
  /** The id of the position in which acme.test was when the sandbox started; "put back" goes there. */
  readonly rest: string;
  /** Why it cannot be flipped; undefined when it can. */
  readonly disabled?: string;
}

// ---- the trace ----

export interface Trace {
  /** How calls are given to questions, in one sentence, e.g. that it goes by time. */
  readonly note: string;
  /** Oldest first. */
  readonly questions: readonly Question[];
  /** Oldest first. */
  readonly calls: readonly GoogleCall[];
}

/** Something a person did that the bot works on. */
export interface Question {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly person: string;
  readonly channel?: string;
  /** What was typed or pressed, e.g. `/iap why me dashboard` or `Check again`. */
  readonly what: string;
  readonly state: 'asking' | 'answered';
  /** Milliseconds until the answer stood; undefined while `asking`. */
  readonly ms?: number;
  /** How many calls belong to it; 0 in an answered question: all of it came out of the cache, or needed no look. */
  readonly calls: number;
}

export interface GoogleCall {
  readonly id: string;
  /** RFC 3339, arrival. */
  readonly at: string;
  /** {@link Question.id}; undefined: nobody's question, such as a refresh in the background. */
  readonly question?: string;
  /** e.g. `iap`, `cloudidentity`, `logging`. */
  readonly api: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Both undefined: under way. `ms` alone: the bot hung up before there was an answer. */
  readonly status?: number;
  readonly ms?: number;
}

// ---- what happened in the company ----

export type TimelineEntry = ChangeEntry | DenialEntry;

interface HappenedAt {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface ChangeEntry extends HappenedAt {
  readonly type: 'change';
  readonly actor: string;
  readonly actorKind: 'person' | 'automation' | 'unknown';
  readonly tool?: string;
  /** As in `changes --json`: `group-membership`, `iap-policy`, … */
  readonly kind: string;
  readonly resource: string;
  /** One plain sentence, in the product's words. */
  readonly summary: string;
  readonly deltas: readonly {
    readonly action: 'add' | 'remove' | 'change';
    readonly role?: string;
    readonly member?: string;
    readonly condition?: string;
  }[];
  /** It was done by a switch of this page. */
  readonly bySwitch: boolean;
}

/** IAP decided about somebody's request. */
export interface DenialEntry extends HappenedAt {
  readonly type: 'denial';
  readonly who: string;
  /** A service's name where it is known, else the resource. */
  readonly where: string;
  readonly resource: string;
  readonly summary: string;
}

// ---- health ----

export interface Health {
  readonly startedAt: string;
  readonly bot: { readonly ready: boolean; readonly why?: string; readonly mode: 'socket' | 'http' };
  readonly redis: {
    /**
     * `frozen`: takes connections and never answers. `absent`: this computer has no `redis-server`, so the bot keeps
     * things in memory.
     */
    readonly state: 'running' | 'stopped' | 'frozen' | 'absent';
    readonly note: string;
  };
  /** Messages the bot sent that the real Slack would not have taken; empty is well. */
  readonly violations: readonly { readonly where: string; readonly what: readonly string[] }[];
}

// ---- what the page asks for ----

export type Action =
  | {
      readonly type: 'say';
      readonly person: string;
      readonly channel: string;
      readonly text: string;
      readonly threadTs?: string;
    }
  /** `text` as typed, with or without the command: `/iap why me` or `why me`. */
  | { readonly type: 'slash'; readonly person: string; readonly channel: string; readonly text: string }
  /** Presses or chooses an element of a message or an ephemeral message. */
  | {
      readonly type: 'click';
      readonly person: string;
      readonly channel: string;
      readonly ts: string;
      readonly actionId: string;
      readonly blockId?: string;
      /** What was chosen, for menus: the value of an option. */
      readonly value?: string;
    }
  /** The same in a modal or a Home tab. */
  | {
      readonly type: 'click_in_view';
      readonly person: string;
      readonly viewId: string;
      readonly actionId: string;
      readonly blockId?: string;
      readonly value?: string;
    }
  /** Submits the modal on top. `values` is Slack's `state.values`: by block id, then action id. */
  | {
      readonly type: 'submit';
      readonly person: string;
      readonly values: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
    }
  /** Closes the modal on top. */
  | { readonly type: 'close'; readonly person: string }
  | {
      readonly type: 'shortcut';
      readonly person: string;
      readonly callbackId: string;
      readonly channel: string;
      readonly ts: string;
    }
  | { readonly type: 'open_home'; readonly person: string }
  | { readonly type: 'flip'; readonly switch: string; readonly position: string }
  /** All switches back to where they rested; what was said and what happened stays. */
  | { readonly type: 'reset' }
  | { readonly type: 'clear_trace' };

/** `fields`: what is wrong with a submitted modal, by block id; it stays open. */
export type ActResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly fields?: Readonly<Record<string, string>> };

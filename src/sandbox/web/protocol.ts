/**
 * What the sandbox's server and its page say to each other. Types only, so that both sides may read it.
 *
 * `GET /events` is a stream of Server-Sent Events. `event: snapshot` carries a {@link Snapshot} and always comes first,
 * after a reconnection too when the server no longer knows what was missed; `event: update` carries one {@link Update}.
 * Both have an `id:`; a browser sends the last one back as `Last-Event-ID` and then gets only what it missed.
 * `POST /act` takes one {@link Action} as JSON with `content-type: application/json` and the header
 * `x-iap-doctor-sandbox: 1`, and answers with an {@link ActResult}; what it causes arrives over `/events`.
 */

import type {
  GoogleCall,
  Health,
  Question,
  Switch,
  SwitchGroup,
  TimelineEntry,
  Trace,
  WorldFacts,
} from './protocol-company.js';
import type { Channel, Message, View, Workspace } from './protocol-slack.js';

export type * from './protocol-company.js';
export type * from './protocol-slack.js';

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
  /** One of `globalShortcuts`. */
  | { readonly type: 'global_shortcut'; readonly person: string; readonly callbackId: string }
  /** One of the scenes. */
  | { readonly type: 'play'; readonly scene: string }
  | { readonly type: 'open_home'; readonly person: string }
  | { readonly type: 'flip'; readonly switch: string; readonly position: string }
  /** All switches back to where they rested; what was said and what happened stays. */
  | { readonly type: 'reset' }
  | { readonly type: 'clear_trace' };

/** `fields`: what is wrong with a submitted modal, by block id; it stays open. */
export type ActResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly fields?: Readonly<Record<string, string>> };

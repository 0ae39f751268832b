/** Part of the page's contract: the company around Slack, what can be broken in it, and what happened. Types only. */

export interface WorldFacts {
  readonly company: string;
  readonly services: readonly ServiceFacts[];
  /** Things to try, best first: who types what where. */
  readonly suggestions: readonly Suggestion[];
  /** Things that happen to many people at once, played by one press. */
  readonly scenes: readonly Scene[];
}

export interface Scene {
  readonly id: string;
  readonly title: string;
  /** What will happen, in a sentence or two. */
  readonly note: string;
  /** Where to look. */
  readonly channel: string;
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

/** What every part of the Slack side works with, and what a feature is: one file that takes clicks, events and jobs. */
import type { webApi } from '@slack/bolt';
import type { Ask } from '../app.js';
import type { Config } from '../config.js';
import type { Metrics } from '../metrics/ports.js';
import type { Answer, Audience } from '../render/answer.js';
import type { AnswerButton } from '../render/blocks.js';
import type { Clock, Freshness, Once } from '../store/ports.js';
import type { Jobs } from '../store/ports-jobs.js';
import type { Notes } from '../store/ports-notes.js';
import type { KeptAnswers } from './asking/kept/answers.js';
import type { ServiceDirectory } from './directory.js';
import type { RenderEvidence } from './features/evidence.js';
import type { Log } from './log.js';
import type { SlackTimes } from './options.js';
import type { Click, Shortcut, SlackEvent, Submission } from './payloads.js';
import type { SpeakerSources } from './people/speaker.js';
import type { MembersOf } from './people/who-may-ask.js';
import type { Render } from './saying/message.js';
import type { Posting } from './saying/response-url.js';
import type { WayOut } from './saying/way-out.js';
import type { Workspace } from './saying/web-client.js';

/** What led to a question. */
export type Origin =
  | 'command'
  | 'message'
  | 'mention'
  | 'shortcut'
  | 'button'
  | 'home'
  /** Asked again by the bot itself, for somebody who waits. */
  | 'watch';

/** A question as a person of the workspace asks it. */
export interface Question {
  readonly userId: string;
  /** The workspace it was asked in, where Slack says so. */
  readonly teamId: string | undefined;
  /** As after `/iap`. None: help. */
  readonly words: readonly string[];
  readonly origin: Origin;
  readonly channelId: string | undefined;
  readonly threadTs: string | undefined;
  /** Read everything anew, or what changes fast. */
  readonly fresh: Freshness;
}

/** A question that has been answered or refused: what the audit and the metrics are made of. */
export interface Heard {
  readonly question: Question;
  /** Address of the asker, where known. */
  readonly email: string | undefined;
  /** Why there is no answer, for whoever reads the audit: a word such as `guest`. */
  readonly refused: string | undefined;
  readonly answer: Answer | undefined;
  readonly reference: string | undefined;
  readonly audience: Audience;
  /** Milliseconds from the question to the answer. */
  readonly ms: number;
}

/** An answer and what it was an answer to, for features that offer buttons beside it. */
export interface Given {
  readonly question: Question;
  readonly answer: Answer;
  readonly reference: string | undefined;
  readonly audience: Audience;
  readonly about: 'self' | 'other';
}

export interface Desk {
  readonly ask: Ask;
  readonly config: Config;
  readonly workspace: Workspace;
  readonly sources: SpeakerSources;
  readonly membersOf?: MembersOf | undefined;
  readonly client: webApi.WebClient;
  readonly render: Render;
  readonly renderEvidence: RenderEvidence | undefined;
  /** The buttons of all features for an answer, in the order of the list of features. */
  readonly buttonsFor: (given: Given) => readonly AnswerButton[];
  /** The services people may mean: configured ones and those that were found. */
  readonly directory: ServiceDirectory;
  readonly jobs: Jobs;
  readonly out: WayOut;
  readonly notes: Notes;
  readonly once: Once;
  /** Where answers stay for their evidence, and for asking again. */
  readonly kept: KeptAnswers;
  readonly posting: Posting;
  /** Whether answers may go to this computer: only when Slack itself is emulated on it. */
  readonly loopback: boolean;
  readonly clock: Clock;
  readonly newReference: () => string;
  readonly times: SlackTimes;
  /** Aborts when the bot can wait no longer at shutdown. */
  readonly stopping: AbortSignal;
  /** Counts what happens; counts nothing where nobody wants to know. */
  readonly metrics: Metrics;
  /** Hears of every question when it has ended. */
  readonly heard: (heard: Heard) => void;
  /** Follows work that goes on after Slack has been told that all is well; its failure is logged. */
  readonly follow: (what: string, work: Promise<unknown>) => void;
  readonly log: Log;
}

export type Handler<T> = (what: T, desk: Desk) => Promise<void>;

/** What is wrong with a modal's fields: a sentence by the id of each one's block. Nothing: the modal may close. */
export type FieldMistakes = Readonly<Record<string, string>> | undefined;
type Handlers<T> = Readonly<Record<string, Handler<T>>>;

/** One thing people can do with the bot in Slack. A new one is one file and one line in `features.ts`. */
export interface Feature {
  readonly name: string;
  /** Buttons this feature puts under an answer. Pure. */
  readonly offers?: (given: Given, desk: Pick<Desk, 'renderEvidence' | 'config'>) => readonly AnswerButton[];
  /** Clicks, by action id. Slack has been told already. */
  readonly actions?: Handlers<Click>;
  /** Shortcuts, by callback id. Slack has been told already. */
  readonly shortcuts?: Handlers<Shortcut>;
  /** Looks at a modal's fields before it closes; it is waited for a second, and a failure finds nothing wrong. */
  readonly checks?: Readonly<Record<string, (submission: Submission, desk: Desk) => Promise<FieldMistakes>>>;
  /** Modals that were sent off, by callback id; the modal is closed already. */
  readonly submissions?: Handlers<Submission>;
  /**
   * Events, by type. Slack is told only after all of them have returned, and delivers again when they throw or take
   * longer than two seconds: so they accept the work (a job), and do it elsewhere. The same event may come twice.
   */
  readonly events?: Handlers<SlackEvent>;
  /** Hears of every question when it has ended; what takes time it lets the desk follow. */
  readonly hears?: (heard: Heard, desk: Desk) => void;
  /** Kinds of jobs that are this feature's own. */
  readonly kinds?: readonly string[];
  /** Begins to work on its jobs. */
  readonly start?: (desk: Desk) => void;
}

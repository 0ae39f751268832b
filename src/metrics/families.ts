/** Every metric of the product: its name, what it says, and which values its labels may have. Data, and nothing else. */

/**
 * What a label may say: one of these, or (`word`) a name of our own making, such as a code or a method of Slack's.
 * Anything else is counted as `other`, so that nothing from outside ever becomes a label.
 */
export type Domain = readonly string[] | 'word';
type Labels = Readonly<Record<string, Domain>>;

export interface Family {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly help: string;
  readonly labels: Labels;
  /** Upper bounds in seconds; histograms only. */
  readonly buckets?: readonly number[];
}

/** The code of an answer that has none. */
export const NONE = 'none';
/** What stands for every value that a label may not have. */
export const OTHER = 'other';

const VERBS = ['why', 'probe', 'changes', 'who', 'status', 'help'] as const;
const ORIGINS = ['command', 'message', 'mention', 'shortcut', 'button', 'home', 'watch'] as const;
const VERDICTS = [
  ...['allowed', 'denied', 'unknown'],
  ...['through', 'guarded', 'blocked', 'failing', 'exposed'],
  ...['works', 'missing', 'answered', 'mistake', 'failure', 'refused', 'unavailable'],
] as const;
const STAGES = [
  ...['facts', 'whole'],
  ...['guard', 'dns', 'tcp', 'tls', 'alpn', 'http2', 'iap', 'load-balancer', 'backend', 'grpc', 'stream'],
] as const;
const STATES = ['waiting', 'delayed', 'active', 'dead'] as const;
const LIFETIMES = [
  ...['allowPolicy', 'groupMembership', 'directoryUser', 'slowPolicy', 'inventory', 'logs'],
] as const;
/** The same as `Api` in the ports of Google; a test holds the two together. */
const APIS = [
  ...['accesscontextmanager', 'admin', 'appengine', 'cloudasset', 'cloudidentity', 'cloudresourcemanager'],
  ...['compute', 'iam', 'iamcredentials', 'iap', 'logging', 'oauth2', 'orgpolicy', 'policytroubleshooter'],
  ...['privilegedaccessmanager', 'run'],
] as const;

/** A person waits for these: half a second is good, eight are the end. */
const ASKING = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20];
const STAGE = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CALL = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** By name; `iap_doctor_` stands before each of them. Times are in seconds. */
export const FAMILIES = {
  questions_total: {
    kind: 'counter',
    help: 'Questions asked in Slack, refused ones included.',
    labels: { verb: VERBS, surface: ['slack'], origin: ORIGINS },
  },
  verdicts_total: {
    kind: 'counter',
    help: 'What questions came to: the verdict, and the code of its cause.',
    labels: { verb: VERBS, verdict: VERDICTS, code: 'word' },
  },
  refusals_total: {
    kind: 'counter',
    help: 'Questions that were not answered because of who asked, or about whom.',
    labels: { why: 'word' },
  },
  question_duration_seconds: {
    kind: 'histogram',
    help: 'From a question to its answer.',
    labels: { verb: VERBS },
    buckets: ASKING,
  },
  stage_duration_seconds: {
    kind: 'histogram',
    help: 'Parts of a question: reading facts of Google, and every stage of a probe.',
    labels: { verb: VERBS, stage: STAGES },
    buckets: STAGE,
  },
  google_requests_total: {
    kind: 'counter',
    help: 'HTTP requests to Google, retries and pages included.',
    labels: { api: APIS, result: ['ok', 'absent', 'refused', 'quota', 'timeout', 'failed'] },
  },
  google_request_duration_seconds: {
    kind: 'histogram',
    help: 'From sending a request to Google to the end of its reply.',
    labels: { api: APIS },
    buckets: CALL,
  },
  cache_requests_total: {
    kind: 'counter',
    help: 'Facts asked of the memory: hit here, shared by another process, stale, a refusal that is remembered, or read of Google.',
    labels: { kind: LIFETIMES, result: ['hit', 'shared', 'stale', 'refused', 'miss'] },
  },
  slack_requests_total: {
    kind: 'counter',
    help: 'Calls of Slack, by method; response_url stands for posts to the address of a command.',
    labels: { method: 'word', result: ['ok', 'refused', 'limited', 'timeout', 'failed'] },
  },
  slack_rate_limited_total: {
    kind: 'counter',
    help: 'Calls that Slack answered with 429.',
    labels: { method: 'word' },
  },
  messages_recognised_total: {
    kind: 'counter',
    help: 'Messages looked at in channels that are listened to: whether they ask for access, and which gate kept them out.',
    labels: { decision: 'word', gate: 'word' },
  },
  replies_total: {
    kind: 'counter',
    help: 'What became of replies in threads.',
    labels: { outcome: 'word' },
  },
  jobs: {
    kind: 'gauge',
    help: 'Durable work by state; dead is what was given up.',
    labels: { state: STATES },
  },
  dead_letters: {
    kind: 'gauge',
    help: 'Work that was given up, by kind; at most the newest 100 of each.',
    labels: { kind: 'word' },
  },
  outbox_waiting: {
    kind: 'gauge',
    help: 'Messages that wait for their turn to be posted.',
    labels: {},
  },
  redis_connected: {
    kind: 'gauge',
    help: '1 while the configured Redis answers; absent where none is configured.',
    labels: {},
  },
  ready: {
    kind: 'gauge',
    help: '1 while questions can arrive and be answered.',
    labels: {},
  },
  build_info: {
    kind: 'gauge',
    help: 'Always 1; the versions are in the labels.',
    labels: { version: 'word', node: 'word' },
  },
} as const satisfies Readonly<Record<string, Family>>;

type Families = typeof FAMILIES;
type OfKind<K extends Family['kind']> = {
  [N in keyof Families]: Families[N]['kind'] extends K ? N : never;
}[keyof Families];

export type FamilyName = keyof Families;
export type CounterName = OfKind<'counter'>;
export type HistogramName = OfKind<'histogram'>;
export type GaugeName = OfKind<'gauge'>;
/** Every label of a metric; a value that it may not have becomes `other`. */
export type LabelsOf<N extends FamilyName> = Readonly<Record<keyof Families[N]['labels'], string>>;

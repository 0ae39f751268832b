/** The answer to `status` as data: what the bot can and cannot see, and what would let it. */
import type { BlindSpot, Cost } from '../report.js';
import type { BotReport } from './bot.js';

/** `unknown`: the try did not come to an end, for a reason that may pass or that is not about rights. */
export type CapabilityState = 'works' | 'missing' | 'unknown';

/** One real call. */
export interface Tried {
  /** Google's name of what was read. */
  readonly resource: string;
  readonly state: CapabilityState;
  /** Milliseconds. */
  readonly ms: number;
  /** Why it gave nothing: `forbidden`, `api-disabled`, `throttled` …; null when it gave something. */
  readonly problem: string | null;
  /** Google's own sentence. */
  readonly said: string | null;
}

/** What would let the bot see it. */
export interface Cure {
  /** The whole sentence: role, place and permissions, or the Workspace privilege, or what to wait for. */
  readonly text: string;
  /** Predefined roles that hold what is missing. */
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

export interface Capability {
  readonly id: string;
  readonly title: string;
  readonly state: CapabilityState;
  /** False for what only adds explanations: without it every verdict stays what it is. */
  readonly needed: boolean;
  /** Milliseconds of the slowest try. */
  readonly ms: number;
  readonly tried: readonly Tried[];
  readonly cure: Cure | null;
  /** What else is worth knowing, such as the way round that is in use. */
  readonly note: string | null;
  /** There was nothing to be seen there, so that nothing is proven either way. */
  readonly inconclusive: boolean;
}

/** Whether IAP's decisions in one project are logged. */
export interface AuditLog {
  readonly project: string;
  readonly state: 'on' | 'partly' | 'off' | 'unknown';
  /** `DATA_READ` and the like, as far as they are switched on. */
  readonly logTypes: readonly string[];
  /** Members whose requests are left out of the log. */
  readonly exempted: readonly string[];
  /** The nodes whose policies say so. */
  readonly from: readonly string[];
}

export interface ConfigSummary {
  readonly organization: string | null;
  readonly projects: readonly string[];
  readonly services: number;
  /** Configured services of which the IAP resource is not written down. */
  readonly withoutResource: readonly string[];
  readonly channels: number;
  readonly admins: number;
  readonly automation: number;
}

export interface StatusReport {
  readonly schema: 'iap-doctor.status/1';
  readonly id: string;
  /** Who the bot is to Google, where that can be told without asking. */
  readonly as: string | null;
  /** `works`: all that is needed does. `unknown`: nothing could be tried. */
  readonly overall: CapabilityState;
  /** False for the short form, which tries little and tells everybody. */
  readonly full: boolean;
  readonly capabilities: readonly Capability[];
  /** What could not be tried for want of anything to try it on. */
  readonly notTried: readonly string[];
  readonly auditLogs: readonly AuditLog[];
  readonly store: {
    readonly kind: 'memory' | 'redis';
    readonly connected: boolean;
    readonly problem: string | null;
  };
  readonly config: ConfigSummary;
  readonly blindSpots: readonly BlindSpot[];
  readonly cost: Cost;
  readonly oldestFactAt: string;
  /** How the bot itself is; only in Slack, and only for administrators. */
  readonly bot?: BotReport;
  /** Only the last questions were asked for: nothing was tried, and the rest is empty. */
  readonly auditOnly?: true;
}

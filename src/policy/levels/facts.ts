/** What access levels are evaluated from, and how the parts of a level come out. */
import type { Subject } from '../../names/index.js';
import type { LevelResult } from '../results.js';
import type { Truth } from '../types.js';

/** What is known about one request. What is absent is not known. */
export interface LevelFacts {
  /** RFC 3339 moment of evaluation. */
  readonly at: string;
  /** The address the request comes from. */
  readonly ip?: string;
  /** ISO 3166-1 alpha-2 code of where it comes from. */
  readonly region?: string;
  /** `device_state` of an IAP log entry: `Unknown` means there is no record of the device. */
  readonly deviceState?: string;
  readonly subject: Subject;
  /** Levels known to be held, by short or full name; they are true whatever else is known. */
  readonly held: readonly string[];
}

/** How one requirement of a level comes out. */
export interface Part {
  readonly truth: Truth;
  readonly about: NonNullable<LevelResult['failed']>;
  readonly detail: string;
  /** For `unknown`: what would have to be known. */
  readonly missing: readonly string[];
  /** It depends on a level that does not exist. */
  readonly broken: boolean;
}

/** Looks up another level of the same policy, by short or full name. */
export type LookUpLevel = (name: string) => LevelResult | undefined;

/** A requirement that is met or not. */
export function decided(holds: boolean, about: Part['about'], detail: string): Part {
  return { truth: holds ? 'true' : 'false', about, detail, missing: [], broken: false };
}

/** A requirement we cannot see. */
export function unseen(about: Part['about'], missing: string): Part {
  return { truth: 'unknown', about, detail: `${missing} is not known`, missing: [missing], broken: false };
}

/** `true` when IAP's log said that it has no record of the device; then every look at the device fails. */
export function withoutDevice(facts: LevelFacts): boolean {
  return facts.deviceState?.toLowerCase() === 'unknown';
}

/** The last part of `accessPolicies/N/accessLevels/NAME`. */
export function shortName(name: string): string {
  return name.split('/').pop() ?? name;
}

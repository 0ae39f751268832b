/** A `why` question once its words are understood: about whom, where, when, and what was given along. */
import type { Config, ServiceConfig } from '../config.js';
import type { Google } from '../google/ports.js';
import type { IapResource, Subject } from '../names/index.js';
import type { Fact } from './engine.js';

/** The place a question is about, resolved. */
export interface Place {
  /** What people call it: the service's name, else the resource's. */
  readonly name: string;
  readonly resource: IapResource;
  readonly url: URL | undefined;
  readonly service: ServiceConfig | undefined;
}

/** What was given on the command line or learned from the URL; nothing here is guessed. */
export interface Given {
  /** RFC 3339 (`--at`). */
  readonly at: string | undefined;
  readonly ip: string | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** Names of access levels that are held, short or full. */
  readonly levels: readonly string[];
}

/** What every question about a place holds, whoever it is about. */
export interface PlaceQuestion {
  readonly google: Google;
  readonly config: Config;
  readonly place: Place;
  readonly given: Given;
  /** Milliseconds; the moment of asking. */
  readonly now: number;
  /** Other places, where finding this one has read them already; absent: only the configured ones are known. */
  readonly others?: Fact<readonly Place[]> | undefined;
}

export interface Question extends PlaceQuestion {
  /** Asked together with every other place: what can be read once for all of them is. */
  readonly oneOfMany?: boolean | undefined;
  readonly asked: string;
  readonly subject: Subject;
}

/** The moment conditions are evaluated at, RFC 3339. */
export function evaluationTime(question: PlaceQuestion): string {
  return question.given.at ?? new Date(question.now).toISOString();
}

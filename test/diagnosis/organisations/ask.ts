/** Asks the whole product about a random organisation: every fact, check and conclusion, without a socket. */
import type { Config } from '../../../src/config.js';
import { diagnose } from '../../../src/diagnosis/diagnose.js';
import { Engine } from '../../../src/diagnosis/engine.js';
import type { Question } from '../../../src/diagnosis/question.js';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import type { Google } from '../../../src/google/ports.js';
import { parseContainer, parseIapResource, parseSubject } from '../../../src/names/index.js';
import type { FactCache } from '../../../src/store/ports.js';
import { googleOf } from './google.js';
import { type Blindness, HOST, NOW, ORGANISATION, type RawOrganisation } from './model.js';

const clock = { now: () => NOW };
/** Nobody gives up on these questions: one signal serves them all. */
const { signal } = new AbortController();

export function questionOf(raw: RawOrganisation, google: Google): Question {
  const subject = parseSubject(raw.who);
  const resource = parseIapResource(raw.place);
  if (!subject || !resource) throw new Error(`not a question: ${raw.who} at ${raw.place}`);
  const service = {
    name: 'dash',
    aliases: [],
    url: new URL(`https://${HOST}`),
    resource,
    audience: undefined,
    grpc: undefined,
    owners: [],
  };
  const config: Config = {
    organization: raw.configured ? parseContainer(ORGANISATION) : undefined,
    projects: [],
    services: [service],
    slack: { channels: [], admins: [], replyDelayMs: 0 },
    probe: { allow: [], ca: undefined },
    automation: [],
  };
  const { ip, path, deviceHeld } = raw.given;
  return {
    google,
    config,
    asked: raw.who,
    subject,
    place: { name: service.name, resource, url: service.url, service },
    given: { at: undefined, ip, host: undefined, path, levels: deviceHeld ? ['device'] : [] },
    now: NOW,
  };
}

/** Remembers nothing: what one question reads twice, the engine itself reads once. */
const cache: FactCache = {
  get: async ({ load }) => ({
    look: await load(signal),
    readAt: new Date(NOW).toISOString(),
    cached: false,
    stale: false,
    staleBecause: undefined,
  }),
  health: () => ({ kind: 'memory', connected: true, problem: undefined }),
  close: async () => undefined,
};

/** An engine for one question. */
export const engineFor = (): Engine => new Engine({ cache, clock, signal, fresh: false });

/** The whole answer. */
export function ask(raw: RawOrganisation, blind: Blindness = {}): Promise<WhyReport> {
  return diagnose(engineFor(), questionOf(raw, googleOf(raw, blind)), '7Q2MK4XD');
}

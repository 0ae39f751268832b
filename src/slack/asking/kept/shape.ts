/** What of a kept answer goes to the other processes, and how it is read back: whole and understood, or not at all. */
import { z } from 'zod';
import { scrub } from '../../../log-scrub.js';
import type { Answer } from '../../../render/answer.js';
import { version } from '../../../version.js';
import type { Kept } from './answers.js';

const VERSION = version();

const cause = z.looseObject({ code: z.string(), check: z.string(), text: z.string(), adminText: z.string() });
const finding = z.looseObject({
  check: z.string(),
  verdict: z.string(),
  code: z.string().nullable(),
  text: z.string(),
  adminText: z.string(),
  evidence: z.array(z.looseObject({ source: z.string(), resource: z.string(), readAt: z.string() })),
});
const fix = z.looseObject({
  title: z.string(),
  for: z.enum(['person', 'owner', 'operator']),
  overgrant: z.int().min(0).max(4),
  gcloud: z.string().nullable(),
  terraform: z.string().nullable(),
  console: z.string().nullable(),
  then: z.string(),
});
const blindSpot = z.looseObject({ code: z.string(), what: z.string(), needs: z.string() });
const both = {
  id: z.string().min(1),
  cause: cause.nullable(),
  also: z.array(cause),
  findings: z.array(finding),
  fixes: z.array(fix),
  blindSpots: z.array(blindSpot),
};
const list = z.array(z.looseObject({}));

const whyReport = z.looseObject({
  ...both,
  schema: z.literal('iap-doctor.why/1'),
  who: z.looseObject({ asked: z.string(), email: z.string().nullable(), kind: z.string() }),
  where: z.looseObject({ name: z.string(), resource: z.string(), url: z.string().nullable() }),
  verdict: z.enum(['allowed', 'denied', 'unknown']),
  grants: z.array(z.looseObject({ via: z.array(z.string()), role: z.string(), node: z.string() })),
  changes: list,
  services: list.nullable(),
  cost: z.looseObject({ calls: z.number(), byApi: z.record(z.string(), z.number()), ms: z.number() }),
  oldestFactAt: z.string(),
});

const probeReport = z.looseObject({
  ...both,
  schema: z.literal('iap-doctor.probe/1'),
  where: z.looseObject({ name: z.string(), url: z.string() }),
  verdict: z.enum(['through', 'guarded', 'blocked', 'failing', 'exposed', 'unknown']),
  stages: z.array(z.looseObject({ stage: z.string(), ok: z.boolean(), ms: z.number() })),
  token: z.looseObject({ kind: z.string(), scopes: z.array(z.string()) }),
  stream: list,
  backendJwt: list,
  ms: z.number(),
});

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('why'), report: whyReport }),
  z.object({ kind: z.literal('probe'), report: probeReport }),
]);

export const questionSchema = z.object({
  userId: z.string(),
  teamId: z.string().optional(),
  words: z.array(z.string()),
  origin: z.enum(['command', 'message', 'mention', 'shortcut', 'button', 'home', 'watch']),
  channelId: z.string().optional(),
  threadTs: z.string().optional(),
});

const kept = z.object({
  version: z.string(),
  answer,
  question: questionSchema,
  audience: z.enum(['asker', 'admin']),
  about: z.enum(['self', 'other']),
  timeZone: z.string().optional(),
  at: z.number(),
  until: z.number(),
});

/** Every text without what has the form of a secret. Reports hold none; this is the second lock. */
function clean(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
}

/** As JSON; nothing for answers that carry no buttons, which nobody asks for again. */
export function noteOf(what: Kept): unknown {
  const { kind } = what.answer;
  if (kind !== 'why' && kind !== 'probe') return undefined;
  // A process of another version may write and read reports of another shape.
  return clean({ ...what, version: VERSION });
}

export function reviveKept(value: unknown): Kept | undefined {
  const read = kept.safeParse(value);
  if (!read.success || read.data.version !== VERSION) return undefined;
  const { question, timeZone, audience, about, at, until } = read.data;
  return {
    // Written by this very version: what the schema does not look at is as the types say.
    answer: read.data.answer as unknown as Answer,
    question: {
      ...question,
      teamId: question.teamId,
      channelId: question.channelId,
      threadTs: question.threadTs,
      fresh: false,
    },
    audience,
    about,
    timeZone,
    at,
    until,
  };
}

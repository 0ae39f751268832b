/** One question as the audit remembers it: who asked, about whom, where, and what came of it. Never what was typed. Pure. */
import { z } from 'zod';
import { scrub } from '../log-scrub.js';
import type { Answer, Audience } from '../render/answer.js';

/** A question that has ended, as the Slack side tells it. */
export interface Ended {
  readonly question: {
    readonly userId: string;
    readonly teamId: string | undefined;
    readonly words: readonly string[];
    readonly origin: string;
    readonly channelId: string | undefined;
    readonly threadTs: string | undefined;
  };
  readonly email: string | undefined;
  /** By which rule there is no answer. */
  readonly refused: string | undefined;
  readonly answer: Answer | undefined;
  readonly reference: string | undefined;
  readonly audience: Audience;
  /** Milliseconds. */
  readonly ms: number;
}

const line = z.string().max(400);
const record = z.object({
  /** RFC 3339: when it had ended. */
  at: z.iso.datetime(),
  user: line,
  email: line.nullable(),
  team: line.nullable(),
  about: line.nullable(),
  surface: z.literal('slack'),
  origin: line,
  channel: line.nullable(),
  thread: line.nullable(),
  verb: line,
  place: line.nullable(),
  verdict: line,
  code: line.nullable(),
  reference: line.nullable(),
  ms: z.number(),
  audience: z.enum(['asker', 'admin']),
  refused: line.nullable(),
});

/** All fields are there always, so that a query need not ask whether they are. */
export type AuditRecord = Readonly<z.infer<typeof record>>;

/** Reads a record back; nothing when it is not one. */
export function reviveRecord(value: unknown): AuditRecord | undefined {
  const read = record.safeParse(value);
  return read.success ? read.data : undefined;
}

const VERBS = ['why', 'probe', 'changes', 'who', 'status', 'help'] as const;
const LONGEST = 200;

/** One line without control characters, queries and secrets; nothing of an empty one. */
function clean(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const plain = text
    .slice(0, 10 * LONGEST)
    .replace(/[?#].*$/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const safe = String(scrub(plain)).slice(0, LONGEST);
  return safe === '' ? null : safe;
}

/** The record of a question that ended at `at` (milliseconds). */
export function recordOf(ended: Ended, at: number): AuditRecord {
  const { question, answer, refused } = ended;
  const about = described(answer);
  return {
    at: new Date(at).toISOString(),
    user: clean(question.userId) ?? 'unknown',
    email: clean(ended.email),
    team: clean(question.teamId),
    about: clean(about.about),
    surface: 'slack',
    origin: clean(question.origin) ?? 'unknown',
    channel: clean(question.channelId),
    thread: clean(question.threadTs),
    verb: about.verb ?? verbOf(question.words),
    place: clean(about.place),
    verdict:
      refused === undefined
        ? about.verdict
        : answer === undefined && !RULES.has(refused)
          ? 'unavailable'
          : 'refused',
    code: clean(about.code),
    reference: clean(ended.reference),
    ms: Math.max(0, Math.round(ended.ms)),
    audience: ended.audience,
    refused: clean(refused),
  };
}

/** Refusals of people by rule; the other reasons to answer nobody are that they could not be recognised. */
const RULES: ReadonlySet<string> = new Set(['bot', 'deactivated', 'other-workspace', 'guest', 'unconfirmed']);

/** The first word where it is a verb; whatever else was typed stays untold. */
function verbOf(words: readonly string[]): string {
  const first = words[0]?.toLowerCase() ?? 'help';
  return VERBS.find((verb) => verb === first) ?? 'other';
}

interface Described {
  /** Undefined: nobody understood which it was. */
  readonly verb: string | undefined;
  readonly about: string | null;
  readonly place: string | null;
  readonly verdict: string;
  readonly code: string | null;
}

function described(answer: Answer | undefined): Described {
  const base = { verb: undefined, about: null, place: null, code: null };
  if (answer === undefined) return { ...base, verdict: 'failure' };
  switch (answer.kind) {
    case 'why': {
      const { who, where, verdict, cause } = answer.report;
      return {
        verb: 'why',
        about: who.email ?? who.asked,
        place: where.name,
        verdict,
        code: cause?.code ?? null,
      };
    }
    case 'probe': {
      const { where, verdict, cause } = answer.report;
      return { ...base, verb: 'probe', place: where.name, verdict, code: cause?.code ?? null };
    }
    case 'changes': {
      const { person, place } = answer.report;
      return { ...base, verb: 'changes', about: bare(person), place, verdict: 'answered' };
    }
    case 'who':
      return { ...base, verb: 'who', place: answer.report.where.name, verdict: 'answered' };
    case 'status':
      return { ...base, verb: 'status', verdict: answer.report.overall };
    case 'help':
      return { ...base, verb: 'help', verdict: 'answered' };
    case 'snapshot':
    case 'drift':
    case 'expect':
      return { ...base, verdict: 'answered' };
    case 'mistake':
      return { ...base, about: bare(answer.refused?.about), verdict: 'mistake' };
    case 'failure':
      return { ...base, verdict: 'failure' };
  }
}

/** `maya@acme.test` of `user:maya@acme.test`. */
const bare = (member: string | null | undefined): string | null =>
  member?.replace(/^(?:user|serviceAccount):/, '') ?? null;

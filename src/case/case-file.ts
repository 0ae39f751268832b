/** A case file: everything that was read for one answer, without secrets, so that it can be answered again with no network. */
import { z } from 'zod';
import type { Config, ServiceConfig } from '../config.js';
import type { RecordedLook } from '../diagnosis/engine.js';
import type { Given } from '../diagnosis/question.js';
import type { Verdict } from '../diagnosis/report.js';
import { scrub } from '../log-scrub.js';
import type { Subject } from '../names/index.js';

export const CASE_SCHEMA = 'iap-doctor.case/1';

/** The question as it was understood. `where` is the place as it was typed, or undefined for "everywhere". */
export interface CaseQuestion {
  readonly asked: string;
  readonly subject: Subject;
  readonly where: string | undefined;
  readonly given: Given;
  /** Milliseconds; the moment of asking, on which every age and every condition depends. */
  readonly now: number;
  readonly id: string;
}

export interface CaseFile {
  readonly question: CaseQuestion;
  readonly config: Config;
  readonly looks: readonly RecordedLook[];
  /** What was answered when it was saved: what answering again has to give. */
  readonly answer?: { readonly verdict: Verdict; readonly code: string | null } | undefined;
}

const look = z.object({
  key: z.string(),
  readAt: z.string(),
  look: z.union([
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), problem: z.record(z.string(), z.unknown()) }),
  ]),
});

const file = z.object({
  schema: z.literal(CASE_SCHEMA),
  question: z.object({
    asked: z.string(),
    subject: z.looseObject({ kind: z.enum(['user', 'serviceAccount', 'federated']) }),
    where: z.string().optional(),
    given: z.looseObject({ levels: z.array(z.string()) }),
    now: z.number(),
    id: z.string(),
  }),
  config: z.looseObject({
    services: z.array(z.looseObject({ name: z.string(), url: z.string().nullish() })),
  }),
  looks: z.array(look),
  answer: z
    .object({ verdict: z.enum(['allowed', 'denied', 'unknown']), code: z.string().nullable() })
    .optional(),
});

/** The text of a case file. Tokens, cookies, signatures and everything of their form are gone from it. */
export function writeCase({ question, config, looks, answer }: CaseFile): string {
  const services = config.services.map((service) => ({ ...service, url: service.url?.toString() }));
  // Slack's and the probe's settings are of no use to an answer.
  const { organization, projects, automation } = config;
  const body = {
    schema: CASE_SCHEMA,
    question,
    answer,
    config: { organization, projects, automation, services },
    looks,
  };
  return `${JSON.stringify(scrub(body), null, 2)}\n`;
}

/** Reads a case file; the reason when it is not one. */
export function readCase(
  text: string,
): { readonly ok: true; readonly value: CaseFile } | { readonly ok: false; readonly why: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is not JSON' };
  }
  const parsed = file.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, why: `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'unexpected'}` };
  }
  const { question, config, looks, answer } = parsed.data;
  const services = config.services.map((service) => ({
    ...service,
    url: typeof service.url === 'string' && URL.canParse(service.url) ? new URL(service.url) : undefined,
  }));
  // The shapes were ours when they were written; every look is checked again when it is used.
  return {
    ok: true,
    value: {
      question: question as unknown as CaseQuestion,
      config: {
        ...(config as unknown as Config),
        services: services as unknown as ServiceConfig[],
        slack: { channels: [], admins: [], replyDelayMs: 0 },
        probe: { allow: [], ca: undefined },
      },
      looks: looks as unknown as RecordedLook[],
      answer,
    },
  };
}

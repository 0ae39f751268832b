/** The `why --json` document as the contract fixes it, as a schema that tests hold every answer against. */
import { z } from 'zod';

const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'an RFC 3339 time');
const cause = z.object({
  code: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  check: z.string().min(1),
  text: z.string().min(1),
  adminText: z.string().min(1),
});
const evidence = z.object({ source: z.string(), resource: z.string(), readAt: moment, cached: z.boolean() });
const fix = z.object({
  title: z.string().min(1),
  for: z.enum(['person', 'owner', 'operator']),
  overgrant: z.number().int().min(0).max(4),
  gcloud: z.string().nullable(),
  terraform: z.string().nullable(),
  console: z.string().nullable(),
  then: z.string().min(1),
});

export const whyContract = z.object({
  schema: z.literal('iap-doctor.why/1'),
  id: z.string().length(8),
  who: z.object({
    asked: z.string(),
    email: z.string().nullable(),
    kind: z.enum(['user', 'serviceAccount', 'federated', 'unknown']),
  }),
  where: z.object({ name: z.string(), resource: z.string(), url: z.string().nullable() }),
  verdict: z.enum(['allowed', 'denied', 'unknown']),
  cause: cause.nullable(),
  also: z.array(cause),
  findings: z.array(
    z.object({
      check: z.string(),
      verdict: z.enum(['blocks', 'could-not-look', 'unsure', 'warns', 'ok', 'not-applicable']),
      code: z.string().nullable(),
      text: z.string(),
      adminText: z.string(),
      evidence: z.array(evidence),
    }),
  ),
  grants: z.array(
    z.object({
      via: z.array(z.string()).min(1),
      role: z.string(),
      node: z.string(),
      condition: z.string().nullable(),
    }),
  ),
  nearMiss: z
    .object({
      role: z.string(),
      node: z.string(),
      member: z.string(),
      failedOn: z.enum(['role', 'member', 'condition', 'node']),
      detail: z.string(),
    })
    .nullable(),
  fixes: z
    .array(fix)
    .refine(
      (all) => all.every((f, i) => i === 0 || (all[i - 1]?.overgrant ?? 0) <= f.overgrant),
      'smallest overgrant first',
    ),
  changes: z.array(z.object({ at: moment, actor: z.string(), summary: z.string(), entry: z.string() })),
  services: z
    .array(z.object({ name: z.string(), verdict: z.string(), code: z.string().nullable() }))
    .nullable(),
  blindSpots: z.array(z.object({ code: z.string(), what: z.string().min(1), needs: z.string().min(1) })),
  secondOpinion: z
    .object({ source: z.string(), state: z.string(), agrees: z.boolean().nullable() })
    .nullable(),
  cost: z.object({
    calls: z.number().int().min(0),
    byApi: z.record(z.string(), z.number().int().positive()),
    roundTrips: z.number().int().min(0),
    ms: z.number().min(0),
  }),
  oldestFactAt: moment,
});

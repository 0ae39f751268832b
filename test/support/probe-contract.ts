/** The `probe --json` document as the contract fixes it, as a schema that tests hold every answer against. */
import { z } from 'zod';

const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'an RFC 3339 time');
const code = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const stage = z.enum([
  ...(['guard', 'dns', 'tcp', 'tls', 'alpn', 'http2', 'iap', 'load-balancer'] as const),
  ...(['backend', 'grpc', 'stream'] as const),
]);
const cause = z.object({
  code,
  check: z.string().min(1),
  text: z.string().min(1),
  adminText: z.string().min(1),
});
const ms = z.number().min(0);

const shape = z.object({
  schema: z.literal('iap-doctor.probe/1'),
  id: z.string().length(8),
  where: z.object({ name: z.string().min(1), url: z.url(), grpc: z.string().nullable() }),
  verdict: z.enum(['through', 'guarded', 'blocked', 'failing', 'exposed', 'unknown']),
  failedStage: stage.nullable(),
  answeredBy: z.enum(['iap', 'google-sign-in', 'load-balancer', 'cloud-run', 'backend', 'none']),
  cause: cause.nullable(),
  also: z.array(cause),
  findings: z.array(
    z.object({
      check: z.string().min(1),
      verdict: z.enum(['blocks', 'could-not-look', 'unsure', 'warns', 'ok', 'not-applicable']),
      code: z.string().nullable(),
      text: z.string(),
      adminText: z.string(),
      evidence: z.array(
        z.object({ source: z.string(), resource: z.string(), readAt: moment, cached: z.boolean() }),
      ),
    }),
  ),
  stages: z
    .array(z.object({ stage, ok: z.boolean(), ms, facts: z.record(z.string(), z.unknown()) }))
    .refine((all) => new Set(all.map((one) => one.stage)).size === all.length, 'every stage once'),
  http: z
    .object({
      status: z.number().int(),
      headers: z.record(z.string(), z.string()),
      body: z.string().max(2048),
    })
    .nullable(),
  grpc: z
    .object({
      status: z.number().int().nullable(),
      name: z.string().nullable(),
      details: z.string(),
      httpStatus: z.number().int().nullable(),
      clientWouldSee: z.string(),
    })
    .nullable(),
  token: z.object({
    kind: z.enum(['id-token', 'self-signed-jwt', 'access-token', 'none']),
    aud: z.string().nullable(),
    expectedAud: z.string().nullable(),
    email: z.string().nullable(),
    expiresAt: moment.nullable(),
    scopes: z.array(z.string()),
  }),
  stream: z.array(
    z.object({ keepalive: z.boolean(), wantedMs: ms, heldMs: ms, messages: z.number(), end: z.string() }),
  ),
  backendJwt: z.array(
    z.object({ test: z.string(), accepted: z.boolean().nullable(), ok: z.boolean().nullable() }),
  ),
  latency: z
    .object({
      count: z.number().int().min(0),
      p50: ms,
      p90: ms,
      p99: ms,
      withoutIapP50: ms.nullable(),
    })
    .nullable(),
  fixes: z
    .array(
      z.object({
        title: z.string().min(1),
        for: z.enum(['person', 'owner', 'operator']),
        overgrant: z.number().int().min(0).max(4),
        gcloud: z.string().nullable(),
        terraform: z.string().nullable(),
        console: z.string().nullable(),
        then: z.string().min(1),
      }),
    )
    .refine(
      (all) => all.every((f, i) => i === 0 || (all[i - 1]?.overgrant ?? 0) <= f.overgrant),
      'smallest overgrant first',
    ),
  blindSpots: z.array(z.object({ code: z.string(), what: z.string().min(1), needs: z.string() })),
});

/** With what holds between the fields (`contract.md` §4, rulings 21 to 25). */
export const probeContract = shape
  .refine(
    ({ verdict, cause: said }) => (verdict === 'through' || verdict === 'guarded') === (said === null),
    'a cause exactly where something is wrong',
  )
  .refine(
    ({ verdict, failedStage }) => (verdict !== 'through' && verdict !== 'guarded') || failedStage === null,
    'no failed stage where nothing failed',
  )
  .refine(
    ({ failedStage, stages }) =>
      failedStage === null || stages.some((one) => one.stage === failedStage && !one.ok),
    'the failed stage stands in the list as failed',
  );

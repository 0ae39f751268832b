/** The shape of allow policies and of conditions, which many APIs answer with. */
import { z } from 'zod';
import type { AllowPolicy, Condition } from '../policy/types.js';
import { list, optional, optionalText, texts } from './fields.js';

/** `google.type.Expr`; a condition without an expression cannot be read as "no condition". */
export const condition = z.object({
  expression: z.string(),
  title: optionalText,
  description: optionalText,
}) satisfies z.ZodType<Condition>;

const binding = z.object({ role: z.string().min(1), members: texts, condition: optional(condition) });

const auditConfig = z
  .object({
    service: z.string(),
    auditLogConfigs: list(z.object({ logType: z.string(), exemptedMembers: texts })),
  })
  .transform(({ service, auditLogConfigs }) => ({ service, logTypes: auditLogConfigs }));

/** `google.iam.v1.Policy`. An empty object is a policy that grants nothing. */
export const allowPolicy: z.ZodType<AllowPolicy> = z.object({
  bindings: list(binding),
  auditConfigs: list(auditConfig),
  etag: optionalText,
});

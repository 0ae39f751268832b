/** Field readers for Google's JSON: what is absent has its default, what has the wrong type is an error. */
import { z } from 'zod';
import { type Email, parseEmail } from '../names/index.js';
import type { Page } from './look.js';

/** `null` is an absent scalar or message (protobuf JSON mapping). */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

export const optionalFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);

/** Google leaves out what is false. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/**
 * Identifiers of 64 bits travel as text. A number is accepted as long as JavaScript has not rounded it: a rounded
 * identifier would name another thing.
 */
export const digits = z
  .union([z.string().regex(/^\d{1,25}$/), z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)])
  .transform((value) => String(value));

/** A repeated field: absent is empty; `null` or anything else that is not a list is an error. */
export function list<S extends z.ZodType>(item: S) {
  return z.array(item).default([]);
}

export const texts = list(z.string());

/** A message that may be absent. */
export function optional<S extends z.ZodType>(message: S) {
  return message.nullish().transform((value) => value ?? undefined);
}

/** An address that has to be one. */
export const email = z.string().transform((text, context): Email => {
  const parsed = parseEmail(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'not an e-mail address' });
  return z.NEVER;
});

/** An address, or nothing when the text is not one. */
export const maybeEmail = z.string().transform((text) => parseEmail(text));

/** A text made into something else; text for which `parse` gives nothing is an error. */
export function parsed<T>(parse: (text: string) => T | undefined, what: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `not ${what}` });
    return z.NEVER;
  });
}

/** One page of a list method: its items under `key`, and the next page's token, which is empty on the last page. */
export function pageOf<S extends z.ZodType>(key: string, item: S) {
  return z
    .object({ nextPageToken: optionalText, unreachable: texts, [key]: list(item) })
    .transform((page): Page<z.output<S>> => {
      const { nextPageToken: next, unreachable, [key]: items } = page;
      return {
        items: items as z.output<S>[],
        next: typeof next === 'string' && next !== '' ? next : undefined,
        unreachable: unreachable as string[],
      };
    });
}

/** Reads the body of a successful reply: JSON of the expected shape, or the reason why it is not. */
import type { z } from 'zod';
import { found } from './look.js';
import type { Look } from './ports.js';
import { type About, bodyWords, failed, isPage } from './problem.js';
import { readErrorValue } from './reply-error.js';

/** The value in the body, or `malformed`. Fields that the shape does not name are ignored. */
export function readAnswer<T>(about: About, status: number, body: string, shape: z.ZodType<T>): Look<T> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const { ok, problem } = failed(about, 'malformed', `the answer is ${bodyWords(body)}`, status);
    return { ok, problem: isPage(body) ? { ...problem, page: true } : problem };
  }
  // An error in the clothes of a success would pass for an empty list. (Operations have a `name` beside their error.)
  const isOperation = typeof value === 'object' && value !== null && ('done' in value || 'name' in value);
  if (!isOperation && readErrorValue(value).fromApi)
    return failed(
      about,
      'malformed',
      `an error was answered as a success: ${readErrorValue(value).message}`,
      status,
    );
  const read = shape.safeParse(value);
  if (read.success) return found(read.data);
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  return failed(
    about,
    'malformed',
    `unexpected answer${where === '' ? '' : ` at ${where}`}: ${issue?.message}`,
    status,
  );
}

/** What the emulator checks of everything an app shows: the project's own knowledge of Slack's limits. */
import { validateMessage, validateView } from '../../render/slack-limits.js';
import { ApiError } from './methods/method.js';
import type { Content, Violation } from './types.js';

/** Says what is wrong with a message, one sentence each; empty when Slack would take it. */
export type ValidateMessage = (
  message: { readonly text: string; readonly blocks: readonly object[] },
  rules?: { readonly update?: boolean },
) => string[];

export interface Limits {
  /** What is wrong with a message; it is also kept among the violations. */
  readonly check: (where: string, content: Content, rules?: { readonly update?: boolean }) => string[];
  /** The same for a modal or a Home tab. */
  readonly checkView: (where: string, view: unknown) => string[];
}

export function createLimits(violations: Violation[], more: ValidateMessage | undefined): Limits {
  const keep = (where: string, found: readonly string[]): string[] => {
    const what = [...new Set(found)];
    if (what.length > 0) violations.push({ where, what });
    return what;
  };
  return {
    check: (where, content, rules = {}) =>
      keep(where, [...validateMessage(content, rules), ...(more?.(content, rules) ?? [])]),
    checkView: (where, view) => keep(where, validateView(view)),
  };
}

/** The error Slack answers with, worst first. */
export function refusal(wrong: readonly string[]): ApiError {
  const named = ['no_text', 'msg_too_long', 'msg_blocks_too_long'].find((error) =>
    wrong.some((sentence) => sentence.includes(error)),
  );
  const long = wrong.some((sentence) => sentence.startsWith('/text: longer'));
  const error = named ?? (long ? 'msg_too_long' : 'invalid_blocks');
  return new ApiError(error, { errors: wrong, response_metadata: { messages: wrong } });
}

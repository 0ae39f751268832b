/** Where the Slack side writes what it does; also the ear Bolt is given, so that no token or body lands in a log. */
import { type Logger, LogLevel } from '@slack/bolt';

/** The part of a structured logger that is used here; `pino` has this shape. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Removes Slack tokens, bearer values and one-time reply addresses from a line. */
export function withoutSecrets(line: string): string {
  return line
    .replace(/\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+/g, '[token]')
    .replace(/\b(Bearer\s+)[^\s"',}]+/gi, '$1[token]')
    .replace(/https?:\/\/[^\s"'<>]*\/(?:commands|actions|services|app|link)\/[^\s"'<>]*/g, '[reply address]');
}

function lineOf(parts: unknown[]): string {
  const line = parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return withoutSecrets(line).slice(0, 1_000);
}

/**
 * Bolt's logger on top of ours. Its debug lines carry whole bodies (addresses, reply URLs), so they are dropped and the
 * level it sees is never below `info`.
 */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => log.debug({ from: 'bolt' }, lineOf(parts)),
    warn: (...parts: unknown[]) => log.warn({ from: 'bolt' }, lineOf(parts)),
    error: (...parts: unknown[]) => log.error({ from: 'bolt' }, lineOf(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** What went wrong, in one line fit for a log. */
export function whatWentWrong(error: unknown): string {
  return withoutSecrets(error instanceof Error ? error.message : String(error)).slice(0, 300);
}

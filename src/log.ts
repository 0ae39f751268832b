/** The log: one JSON object per line on standard error, with Cloud Logging's severities and without secrets. */
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { scrub, scrubText } from './log-scrub.js';

export type Log = Logger;

/** Cloud Logging's names of pino's levels (Cloud Logging, "LogSeverity"). */
const SEVERITY: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const asObject = (value: object): Record<string, unknown> => {
  const clean = scrub(value);
  return typeof clean === 'object' && clean !== null ? { ...clean } : {};
};

const textClean = (arg: unknown): unknown => (typeof arg === 'string' ? scrubText(arg) : arg);

/** pino takes a missing message from the error behind our back; so it is given here, where it is still cleaned. */
function withMessage(args: readonly unknown[]): readonly unknown[] {
  const [first, ...rest] = args;
  const error = first instanceof Error ? first : (first as { readonly err?: unknown } | undefined)?.err;
  if (!(error instanceof Error)) return args;
  return [first instanceof Error ? { err: error } : first, ...(rest.length > 0 ? rest : [error.message])];
}

/**
 * Makes the process's log. Everything that is logged passes the scrubber: fields by their name, texts by their form.
 * @param level one of pino's levels or `silent`, as `LOG_LEVEL` gives it
 * @param to where lines go; standard error if left out, written at once so that the last line before a crash is kept
 */
export function createLog(level: string, to: DestinationStream = destination({ dest: 2, sync: true })): Log {
  return pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      // Errors are already plain when serializers see them.
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }),
        log: asObject,
        bindings: asObject,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, withMessage(args).map(textClean) as typeof args);
        },
      },
    },
    to,
  );
}

/** The log: one JSON object per line on standard error, with Cloud Logging's severities and without secrets. */
import {
  type DestinationStream,
  destination,
  type Logger,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from 'pino';
import { scrub } from './log-scrub.js';

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

/** Cleans whole lines at the last moment, so that there is no way around it: messages, fields, errors, child loggers. */
function scrubbing(to: DestinationStream): DestinationStream {
  return { write: (line) => to.write(`${JSON.stringify(scrub(withStackTrace(JSON.parse(line))))}\n`) };
}

/** Error Reporting looks for the stack in a field of its own (Error Reporting, "Format errors in logs"). */
function withStackTrace(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || !('err' in entry)) return entry;
  const { err } = entry;
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : undefined;
  return typeof stack === 'string' ? { ...entry, stack_trace: stack } : entry;
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
      serializers: { err: stdSerializers.err },
      formatters: { level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
    },
    scrubbing(to),
  );
}

/**
 * From now on a defect that nobody catches ends the process with 4 and leaves one line without secrets, instead of a
 * text that no log can read.
 */
export function endOnDefects(log: Log): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'a defect ends the process');
    process.exit(4);
  });
}

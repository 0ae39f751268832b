/** The flags every terminal verb has, and what their values mean. */
import { parseDuration } from './config/duration.js';
import type { TypedMistake } from './names/asked.js';
import { parseSubject, type Subject } from './names/index.js';

/** Declared like a verb's own flags, so that usage and parsing come from one place. */
export const commonFlags = {
  json: { type: 'boolean', help: 'one JSON document on stdout' },
  config: { type: 'string', placeholder: 'FILE', help: 'the configuration file' },
  fresh: { type: 'boolean', help: 'read everything anew, past every cache' },
  timeout: { type: 'string', placeholder: '8s', help: 'how long the question may take' },
  debug: { type: 'boolean', help: 'show everything that was read' },
  me: { type: 'string', placeholder: 'EMAIL', help: 'who \u201cme\u201d is' },
} as const;

export interface CommonValues {
  readonly json: boolean;
  readonly config: string | undefined;
  readonly fresh: boolean;
  readonly timeoutMs: number;
  readonly debug: boolean;
  readonly self: Subject | undefined;
}

type Values = Readonly<Record<string, unknown>>;

const DEFAULT_MS = 8_000;
const LONGEST_MS = 600_000;

/** Reads the common flags; the mistake says what is wrong with the first bad one. `patienceMs`: the verb's own time. */
export function readCommon(
  values: Values,
  patienceMs = DEFAULT_MS,
):
  | { readonly ok: true; readonly common: CommonValues }
  | { readonly ok: false; readonly mistake: TypedMistake } {
  const text = (name: string): string | undefined =>
    typeof values[name] === 'string' ? (values[name] as string) : undefined;
  const timeout = text('timeout');
  const timeoutMs = timeout === undefined ? patienceMs : parseDuration(timeout);
  if (timeoutMs === undefined || timeoutMs <= 0 || timeoutMs > LONGEST_MS) {
    return {
      ok: false,
      mistake: {
        message: `--timeout takes a time such as 8s, 500ms or 2m, not \u201c${timeout ?? ''}\u201d.`,
        nearest: '--timeout 8s',
      },
    };
  }
  const me = text('me');
  const self = me === undefined ? undefined : parseSubject(me);
  if (me !== undefined && !self) {
    return {
      ok: false,
      mistake: {
        message: `--me takes an e-mail address, not \u201c${me}\u201d.`,
        nearest: '--me you@example.com',
      },
    };
  }
  return {
    ok: true,
    common: {
      json: values.json === true,
      config: text('config'),
      fresh: values.fresh === true,
      timeoutMs,
      debug: values.debug === true,
      self,
    },
  };
}

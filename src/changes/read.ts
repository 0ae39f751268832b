/** Reads log entries page by page, newest first, as a stream: bounded memory, resumed where a page breaks, ended in time. */
import type { CallContext, LogPage, LogsPort, Look, LookProblem, RawLogEntry } from '../google/ports.js';
import { textAt } from './entry.js';

export interface ReadOptions {
  readonly logs: LogsPort;
  readonly call: CallContext;
  /** `projects/…`, `folders/…`, `organizations/…`; one request names at most a hundred. */
  readonly containers: readonly string[];
  /** The filter up to a moment, RFC 3339: a broken stream goes on from where it was. */
  readonly filterUpTo: (to: string) => string;
  readonly to: string;
  /** Milliseconds since the epoch after which no further page is asked for. */
  readonly until: number;
  readonly now: () => number;
  /** Waits before a throttled read is tried again; false when the question is over. */
  readonly wait: (ms: number) => Promise<boolean>;
}

/** A container whose log could not be read. */
export interface Refused {
  readonly container: string;
  readonly problem: LookProblem;
}

export interface ReadEnd {
  readonly refused: readonly Refused[];
  /** Whether anything could be read at all. */
  readonly read: boolean;
  /** Why the stream ended before the window did. */
  readonly cut: LookProblem | 'time' | undefined;
  /** The oldest moment that was reached, where {@link cut} is set. RFC 3339. */
  readonly reached: string | undefined;
}

const PAGE = 1000;
const MOST_NAMES = 100;
/** A stream is taken up again so often before it is given up. */
const RESUMES = 3;
const THROTTLED_WAIT_MS = 5_000;

const isRefusal = ({ kind }: LookProblem): boolean =>
  kind !== 'throttled' && kind !== 'deadline' && kind !== 'unavailable' && kind !== 'malformed';

/** Which containers may be read. One request for all tells when all may; only otherwise are they tried one by one. */
async function permitted(
  options: ReadOptions,
  containers: readonly string[],
): Promise<{ readonly allowed: readonly string[]; readonly refused: readonly Refused[] }> {
  const tried = await Promise.all(
    containers.map(async (container) => ({
      container,
      look: await onePage(options, [container], undefined, options.to, 1),
    })),
  );
  const refused = tried.flatMap(({ container, look }): Refused[] =>
    look.ok ? [] : [{ container, problem: look.problem }],
  );
  return { allowed: tried.filter(({ look }) => look.ok).map(({ container }) => container), refused };
}

const onePage = (
  { logs, call, filterUpTo }: ReadOptions,
  containers: readonly string[],
  token: string | undefined,
  to: string,
  limit = PAGE,
): Promise<Look<LogPage>> =>
  logs.page({ resourceNames: [...containers], filter: filterUpTo(to), limit }, token, call);

/** The oldest readable moment of a page, at most the one reached before. */
function oldest(entries: readonly RawLogEntry[], before: string | undefined): string | undefined {
  let found = before;
  for (const entry of entries) {
    const at = textAt(entry, 'timestamp');
    if (at === undefined || Number.isNaN(Date.parse(at))) continue;
    if (found === undefined || Date.parse(at) < Date.parse(found)) found = at;
  }
  return found;
}

/** Yields page after page; what it returns at the end says what was not read, and why. Never throws. */
export async function* readLogs(options: ReadOptions): AsyncGenerator<readonly RawLogEntry[], ReadEnd> {
  const refused: Refused[] = [];
  let containers = [...new Set(options.containers)].slice(0, MOST_NAMES);
  let token: string | undefined;
  let to = options.to;
  let reached: string | undefined;
  let resumes = 0;
  let any = false;
  const tokens = new Set<string>();
  const end = (cut: ReadEnd['cut']): ReadEnd => ({
    refused,
    read: any,
    cut,
    reached: cut === undefined ? undefined : (reached ?? options.to),
  });
  while (containers.length > 0) {
    if (options.now() >= options.until) return end('time');
    const look = await onePage(options, containers, token, to);
    if (look.ok) {
      any = true;
      reached = oldest(look.value.entries, reached);
      yield look.value.entries;
      token = look.value.next;
      if (token === undefined) return end(undefined);
      // The same page for ever is a stream without end.
      if (tokens.has(token))
        return end({
          kind: 'malformed',
          api: 'logging',
          resource: 'entries:list',
          message: 'the same page was offered twice',
        });
      tokens.add(token);
      continue;
    }
    const { problem } = look;
    if (problem.kind === 'deadline') return end('time');
    if (problem.kind === 'throttled') {
      if (options.now() + THROTTLED_WAIT_MS >= options.until || !(await options.wait(THROTTLED_WAIT_MS)))
        return end(problem);
      continue;
    }
    if (!any && isRefusal(problem)) {
      if (containers.length === 1) {
        refused.push({ container: containers[0] ?? '', problem });
        return end(undefined);
      }
      const sorted = await permitted(options, containers);
      refused.push(...sorted.refused);
      if (sorted.allowed.length === containers.length) return end(problem);
      containers = [...sorted.allowed];
      continue;
    }
    if (resumes >= RESUMES) return end(problem);
    resumes += 1;
    // From the moment reached; what comes twice is told apart by its id.
    if (reached !== undefined) to = reached;
    token = undefined;
  }
  return end(undefined);
}

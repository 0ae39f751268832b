/** The page's line to the sandbox's server: what is shown arrives on it, what people do goes out by it. */
import type { Action, ActResult, Snapshot, Update } from '../../web/protocol.js';
import { apply } from './apply.js';

/** What the page knows; undefined until the first snapshot. */
export interface Seen {
  readonly snapshot: Snapshot | undefined;
  /** False while the server cannot be reached. */
  readonly connected: boolean;
}

export interface Connection {
  readonly seen: () => Seen;
  /** Calls back after every change; the result ends that. */
  readonly subscribe: (changed: () => void) => () => void;
}

/** Updates that come closer together than this are shown at once, milliseconds: an answer may take a hundred calls. */
const TOGETHER_MS = 40;

/** Opens `/events`. The browser reconnects by itself and names what it got last. */
export function connect(): Connection {
  let seen: Seen = { snapshot: undefined, connected: false };
  const listeners = new Set<() => void>();
  let waiting: Update[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const become = (next: Seen): void => {
    seen = next;
    for (const changed of listeners) changed();
  };
  const flush = (): void => {
    timer = undefined;
    const updates = waiting;
    waiting = [];
    const { snapshot } = seen;
    if (snapshot !== undefined) become({ snapshot: updates.reduce(apply, snapshot), connected: true });
  };
  const events = new EventSource('/events');
  events.addEventListener('open', () => become({ ...seen, connected: true }));
  events.addEventListener('error', () => become({ ...seen, connected: false }));
  events.addEventListener('snapshot', (event) => {
    // It has everything in it that came before.
    waiting = [];
    clearTimeout(timer);
    timer = undefined;
    become({ snapshot: JSON.parse(event.data) as Snapshot, connected: true });
  });
  events.addEventListener('update', (event) => {
    waiting.push(JSON.parse(event.data) as Update);
    timer ??= setTimeout(flush, TOGETHER_MS);
  });
  return {
    seen: () => seen,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** Does something as a person. The result says whether it was taken; what it causes arrives over the connection. */
export async function act(action: Action): Promise<ActResult> {
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-iap-doctor-sandbox': '1' },
      body: JSON.stringify(action),
    });
    return (await response.json()) as ActResult;
  } catch {
    return { ok: false, error: 'The sandbox does not answer. Is it still running?' };
  }
}

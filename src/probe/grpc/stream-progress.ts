/** One line a second about streams that are held open. */
import type { StreamNow } from './hold-one.js';

interface Mode {
  readonly keepalive: boolean;
  readonly now: StreamNow;
}

/** Reports until the returned function is called; nothing before the first message. */
export function showProgress(
  modes: readonly Mode[],
  onProgress: ((line: string) => void) | undefined,
): () => void {
  if (onProgress === undefined) return () => {};
  const timer = setInterval(() => {
    const line = progressLine(modes, performance.now());
    if (line !== undefined) onProgress(line);
  }, 1000);
  return () => clearInterval(timer);
}

/** E.g. `stream open 12 s, 3 messages`; both ways are told apart only where they differ. `at`: milliseconds, `performance.now()`. */
export function progressLine(modes: readonly Mode[], at: number): string | undefined {
  if (modes.every(({ now }) => now.openSince === undefined)) return undefined;
  const states = modes.map(({ now }) => stateOf(now, at));
  if (new Set(states).size === 1) return `stream ${states[0]}`;
  const named = modes.map(
    ({ keepalive }, index) => `${keepalive ? 'with' : 'without'} keepalive ${states[index]}`,
  );
  return `stream ${named.join('; ')}`;
}

function stateOf({ messages, openSince, over }: StreamNow, at: number): string {
  if (over) return 'over';
  if (openSince === undefined) return 'waiting for its first message';
  const counted = messages === 1 ? '1 message' : `${messages} messages`;
  return `open ${Math.round((at - openSince) / 1000)} s, ${counted}`;
}

/** `drift FILE`: what is not as a snapshot has it, who made it so, and whom it hits. */
import type { App, Asking } from '../src/app.js';
import { parseDuration } from '../src/config/duration.js';
import type { Typed } from '../src/names/asked.js';
import type { Answer } from '../src/render/answer.js';
import { readSnapshot } from '../src/snapshot/document.js';
import { driftBetween, driftFromNow } from '../src/snapshot/drift.js';
import type { Snapshot } from '../src/snapshot/model.js';
import { SNAPSHOT_MS, takeNow } from './snapshot.js';
import { readText } from './terminal-file.js';
import type { Verb } from './verb.js';

const usage = 'drift FILE [--against FILE]';
/** How far back the logs are read for who did it: as long as most projects keep more than Admin Activity. */
const SINCE_MS = 30 * 86_400_000;

/** Reads a snapshot file; the mistake says what is wrong with it. */
export async function snapshotFrom(file: string): Promise<Typed<Snapshot>> {
  const text = await readText(file, 'snapshot --out iap.yaml');
  if (!text.ok) return text;
  const read = readSnapshot(text.value);
  if (read.ok) return read;
  return {
    ok: false,
    mistake: { message: `${file} is not a snapshot: ${read.why}.`, nearest: `snapshot --out ${file}` },
  };
}

async function answer(
  file: string,
  against: string | undefined,
  sinceMs: number,
  app: App,
  asking: Asking,
): Promise<Answer> {
  const before = await snapshotFrom(file);
  if (!before.ok) return { kind: 'mistake', mistake: before.mistake, usage: undefined };
  const base = { config: app.config, clock: app.clock, signal: asking.signal, id: app.newReference(), file };
  if (against !== undefined) {
    const now = await snapshotFrom(against);
    if (!now.ok) return { kind: 'mistake', mistake: now.mistake, usage: undefined };
    return { kind: 'drift', report: await driftBetween(before.value, now.value, { ...base, against }) };
  }
  // What was true a minute ago is not what is in force: a check in a pipeline reads anew.
  const taken = await takeNow(app, { ...asking, fresh: true });
  asking.progress('Looking in the logs for who made the differences');
  const report = await driftFromNow(before.value, taken, {
    ...base,
    google: app.google,
    sinceMs,
    timeoutMs: asking.timeoutMs,
  });
  return { kind: 'drift', report };
}

export const drift: Verb = {
  name: 'drift',
  summary: 'what is not as a snapshot has it, by whom, and whom it hits',
  usage: { slack: undefined, terminal: usage },
  flags: {
    against: {
      type: 'string',
      placeholder: 'FILE',
      help: 'compare with another snapshot instead of what is in force',
    },
    since: { type: 'string', placeholder: '30d', help: 'how far back to look in the logs for who did it' },
  },
  examples: ['drift iap.yaml', 'drift main.yaml --against branch.yaml'],
  patienceMs: SNAPSHOT_MS,
  prepare: ([file, extra], flags) => {
    if (file === undefined || extra !== undefined) {
      return { ok: false, mistake: { message: 'drift takes one snapshot file.', nearest: 'drift iap.yaml' } };
    }
    const text = (name: string): string | undefined =>
      typeof flags[name] === 'string' ? flags[name] : undefined;
    const since = text('since');
    const sinceMs = since === undefined ? SINCE_MS : parseDuration(since);
    if (sinceMs === undefined || sinceMs <= 0) {
      const message = `--since takes a time such as 24h or 30d, not \u201c${since ?? ''}\u201d.`;
      return { ok: false, mistake: { message, nearest: '--since 30d' } };
    }
    return { ok: true, run: (app, asking) => answer(file, text('against'), sinceMs, app, asking) };
  },
};

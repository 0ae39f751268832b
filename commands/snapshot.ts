/** `snapshot [--out FILE]`: the policies, groups and settings that decide, as one file made for review. */
import { writeFile } from 'node:fs/promises';
import type { App, Asking } from '../src/app.js';
import { Engine } from '../src/diagnosis/engine.js';
import type { Answer } from '../src/render/answer.js';
import { writeSnapshot } from '../src/snapshot/document.js';
import { spotsOf } from '../src/snapshot/spots.js';
import { type Taken, takeSnapshot } from '../src/snapshot/take.js';
import { underDeadline } from './deadline.js';
import type { Verb } from './verb.js';

const usage = 'snapshot [--out FILE]';

/** A snapshot reads every group and every policy: it may take longer than a question. */
export const SNAPSHOT_MS = 120_000;

/** Reads everything under the question's deadline. */
export async function takeNow(app: App, asking: Asking): Promise<Taken & { readonly engine: Engine }> {
  return underDeadline(asking, async (signal) => {
    const deadline = app.clock.now() + asking.timeoutMs;
    const engine = new Engine({ cache: app.cache, clock: app.clock, signal, fresh: asking.fresh, deadline });
    const { google, config } = app;
    return { ...(await takeSnapshot(engine, { google, config, progress: asking.progress })), engine };
  });
}

async function answer(out: string | undefined, app: App, asking: Asking): Promise<Answer> {
  const { snapshot, gaps, read, engine } = await takeNow(app, asking);
  const text = writeSnapshot(snapshot);
  if (Object.keys(snapshot.services).length === 0) {
    return {
      kind: 'mistake',
      mistake: {
        message:
          'I know no services to take a snapshot of: the configuration names none, and no project to look in.',
        nearest: 'projects: [my-project] in iap-doctor.yaml',
      },
      usage: undefined,
    };
  }
  if (out !== undefined && read) {
    try {
      // Whoever reviews it may be anybody in the repository; who has access to what is not for everybody on this computer.
      await writeFile(out, text, { mode: 0o600 });
    } catch (error) {
      const code =
        typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
      const mistake = { message: `I could not write ${out} (${code}).`, nearest: 'snapshot --out iap.yaml' };
      return { kind: 'mistake', mistake, usage: undefined };
    }
  }
  return {
    kind: 'snapshot',
    report: {
      schema: 'iap-doctor.snapshot/1',
      id: app.newReference(),
      snapshot,
      text,
      out: out ?? null,
      read,
      blindSpots: spotsOf(gaps),
      cost: engine.cost(),
    },
  };
}

export const snapshot: Verb = {
  name: 'snapshot',
  summary: 'policies, groups and settings as one file for review',
  usage: { slack: undefined, terminal: usage },
  flags: {
    out: { type: 'string', placeholder: 'FILE', help: 'write it to a file instead of standard output' },
  },
  examples: ['snapshot --out iap.yaml', 'snapshot > iap.yaml'],
  patienceMs: SNAPSHOT_MS,
  prepare: ([extra], flags) => {
    if (extra !== undefined) {
      const mistake = {
        message: `snapshot takes no words; \u201c${extra}\u201d is one too many.`,
        nearest: `snapshot --out ${extra}`,
      };
      return { ok: false, mistake };
    }
    const out = typeof flags.out === 'string' ? flags.out : undefined;
    return { ok: true, run: (app, asking) => answer(out, app, asking) };
  },
};

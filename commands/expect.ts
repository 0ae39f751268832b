/** `expect FILE`: who must and must not get in, checked live, on a snapshot, on a case, or with a proposed policy in place. */
import { writeFile } from 'node:fs/promises';
import type { App, Asking } from '../src/app.js';
import { readCase } from '../src/case/case-file.js';
import { formatMistakes } from '../src/config-load.js';
import type { Expectation } from '../src/expect/expectation.js';
import { readExpectations } from '../src/expect/file.js';
import { junitOf } from '../src/expect/junit.js';
import type { ExpectReport } from '../src/expect/report.js';
import { overall, runExpectations } from '../src/expect/run.js';
import { type Asked, fromCase, fromGoogle, fromProposal, fromSnapshot } from '../src/expect/source.js';
import type { Typed } from '../src/names/asked.js';
import type { Answer } from '../src/render/answer.js';
import type { Snapshot } from '../src/snapshot/model.js';
import { propose, readPolicyFile } from '../src/snapshot/propose.js';
import { spotsOf } from '../src/snapshot/spots.js';
import { snapshotFrom } from './drift.js';
import { SNAPSHOT_MS, takeNow } from './snapshot.js';
import { readText } from './terminal-file.js';
import type { FlagValues, Verb } from './verb.js';

const usage = 'expect FILE [--snapshot FILE | --case CASE.json] [--proposed POLICY --on NODE]';
const QUESTION_MS = 8_000;

interface Words {
  readonly file: string;
  readonly snapshot: string | undefined;
  readonly saved: string | undefined;
  readonly proposed: { readonly file: string; readonly node: string } | undefined;
  readonly junit: string | undefined;
  readonly github: boolean;
}

const mistake = (message: string, nearest: string | undefined): Answer => ({
  kind: 'mistake',
  mistake: { message, nearest },
  usage: undefined,
});

/** What the questions are asked of. */
async function sourceOf(words: Words, app: App, asking: Asking): Promise<Typed<Asked>> {
  const own = { config: app.config, clock: app.clock, signal: asking.signal, timeoutMs: QUESTION_MS };
  if (words.saved !== undefined) {
    const text = await readText(words.saved, 'why ana@example.com dashboard --save case.json');
    if (!text.ok) return text;
    const read = readCase(text.value);
    if (!read.ok) {
      return {
        ok: false,
        mistake: {
          message: `${words.saved} is not a case file: ${read.why}.`,
          nearest: 'expect FILE --case case.json',
        },
      };
    }
    return { ok: true, value: fromCase(read.value, app.google, own) };
  }
  const known = words.snapshot === undefined ? undefined : await snapshotFrom(words.snapshot);
  if (known && !known.ok) return known;
  if (!words.proposed)
    return {
      ok: true,
      value: known ? fromSnapshot(known.value, own) : fromGoogle(app, asking.fresh !== false, own),
    };
  return proposedOver(words.proposed, known?.value, app, asking);
}

/** The world as it would be with the proposed policy; what is in force is read first where no snapshot is given. */
async function proposedOver(
  proposed: { readonly file: string; readonly node: string },
  given: Snapshot | undefined,
  app: App,
  asking: Asking,
): Promise<Typed<Asked>> {
  const text = await readText(proposed.file, `expect FILE --proposed policy.yaml --on ${proposed.node}`);
  if (!text.ok) return text;
  const policy = readPolicyFile(text.value);
  if (!policy.ok) {
    const message = `${proposed.file} is not a policy file: ${policy.why}.`;
    return { ok: false, mistake: { message, nearest: 'gcloud iap web get-iam-policy … > policy.yaml' } };
  }
  const taken = given ? { snapshot: given, gaps: [] } : await takeNow(app, { ...asking, fresh: true });
  const after = propose(taken.snapshot, proposed.node, policy.value);
  if (!after.ok) {
    const nearest = after.nearest === undefined ? undefined : `--on ${after.nearest}`;
    return {
      ok: false,
      mistake: { message: `${after.why}, so I cannot tell what it would change.`, nearest },
    };
  }
  const own = { config: app.config, clock: app.clock, signal: asking.signal, timeoutMs: QUESTION_MS };
  return { ok: true, value: await fromProposal(taken.snapshot, after.value, spotsOf(taken.gaps), own) };
}

async function check(
  expectations: readonly Expectation[],
  words: Words,
  app: App,
  asking: Asking,
): Promise<Answer> {
  const startedAt = app.clock.now();
  const source = await sourceOf(words, app, asking);
  if (!source.ok) return { kind: 'mistake', mistake: source.mistake, usage: undefined };
  const results = await runExpectations(expectations, source.value.ask, asking.progress);
  const of = (outcome: string): number => results.filter((one) => one.outcome === outcome).length;
  const report: ExpectReport = {
    schema: 'iap-doctor.expect/1',
    id: app.newReference(),
    file: words.file,
    source: {
      kind: words.saved !== undefined ? 'case' : words.snapshot !== undefined ? 'snapshot' : 'live',
      file: words.saved ?? words.snapshot ?? null,
      proposed: words.proposed ?? null,
    },
    outcome: overall(results),
    met: of('met'),
    broken: of('broken'),
    open: of('open'),
    results,
    hits: source.value.hits,
    blindSpots: source.value.blindSpots,
    ms: Math.round(app.clock.now() - startedAt),
  };
  if (words.junit !== undefined) {
    try {
      await writeFile(words.junit, junitOf(report));
    } catch (error) {
      const code =
        typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
      return mistake(`I could not write ${words.junit} (${code}).`, '--junit report.xml');
    }
  }
  return { kind: 'expect', report, github: words.github };
}

async function answer(words: Words, app: App, asking: Asking): Promise<Answer> {
  const read = readExpectations(words.file);
  if (!read.ok) return mistake(formatMistakes(read.mistakes), undefined);
  return check(read.expectations, words, app, asking);
}

function readWords([file, extra]: readonly string[], flags: FlagValues): Typed<Words> {
  const text = (name: string): string | undefined => {
    const value = flags[name];
    return typeof value === 'string' ? value : undefined;
  };
  const refuse = (message: string, nearest: string): Typed<never> => ({
    ok: false,
    mistake: { message, nearest },
  });
  if (file === undefined || extra !== undefined)
    return refuse('expect takes one file.', 'expect access.yaml');
  const [snapshot, saved, proposed, node] = [text('snapshot'), text('case'), text('proposed'), text('on')];
  if (saved !== undefined && (snapshot !== undefined || proposed !== undefined))
    return refuse(
      'A case is one answered question: it goes with neither a snapshot nor a proposed policy.',
      `expect ${file} --case ${saved}`,
    );
  if ((proposed === undefined) !== (node === undefined))
    return refuse(
      'A proposed policy needs the node it is for.',
      `expect ${file} --proposed policy.yaml --on dashboard`,
    );
  return {
    ok: true,
    value: {
      file,
      snapshot,
      saved,
      proposed: proposed === undefined || node === undefined ? undefined : { file: proposed, node },
      junit: text('junit'),
      github: flags.github === true,
    },
  };
}

export const expect: Verb = {
  name: 'expect',
  summary: 'check who must and must not get in; for pipelines',
  usage: { slack: undefined, terminal: usage },
  flags: {
    snapshot: { type: 'string', placeholder: 'FILE', help: 'check against a snapshot, with no network' },
    case: { type: 'string', placeholder: 'CASE.json', help: 'check against a saved case, with no network' },
    proposed: {
      type: 'string',
      placeholder: 'POLICY',
      help: 'as if this policy were in force; tells whom it would lock out',
    },
    on: { type: 'string', placeholder: 'NODE', help: 'the service or resource the proposed policy is for' },
    junit: { type: 'string', placeholder: 'FILE', help: 'also write the results as JUnit XML' },
    github: { type: 'boolean', help: 'also print GitHub annotations' },
  },
  examples: [
    'expect access.yaml',
    'expect access.yaml --snapshot iap.yaml --junit report.xml',
    'expect access.yaml --proposed policy.yaml --on dashboard',
  ],
  patienceMs: SNAPSHOT_MS,
  prepare: (words, flags) => {
    const read = readWords(words, flags);
    return read.ok
      ? { ok: true, run: (app, asking) => answer(read.value, app, asking) }
      : { ok: false, mistake: read.mistake };
  },
};

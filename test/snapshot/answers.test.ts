/** Questions asked of a snapshot are answered as they are live, but for what a snapshot does not hold. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, understand } from '../../commands/ask.js';
import { Engine } from '../../src/diagnosis/engine.js';
import { createGoogle } from '../../src/google/index.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml, worldScenarios } from '../../src/sandbox/world.js';
import { readSnapshot, writeSnapshot } from '../../src/snapshot/document.js';
import { snapshotGoogle } from '../../src/snapshot/google/index.js';
import { configOfSnapshot } from '../../src/snapshot/hit.js';
import type { Snapshot } from '../../src/snapshot/model.js';
import { takeSnapshot } from '../../src/snapshot/take.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import { configOf } from '../support/ask-google.js';

const clock = { now: () => Date.parse('2026-11-18T10:30:00Z') };
const config = configOf(sandboxConfigYaml());
const cache = () => createMemoryFactCache({ clock, version: 'test', identity: 'test' });

/**
 * What only Google itself knows: accounts and their other addresses, other customers, what the logs say of a request and
 * of the past, access lent for a while, organisation policies. An answer without it is open, or names what is left.
 */
const ONLY_LIVE: Readonly<Record<string, readonly string[]>> = {
  'maya@acme.test dashboard': ['denied'],
  'mona@acme.test reports': ['denied'],
  'sam@acme.test dashboard': ['allowed'],
  'ana.lima@acme.test dashboard': ['denied'],
  'remy@partner.test orders': ['unknown'],
  'dave@acme.test payroll': ['unknown'],
  'ira@acme.test payroll': ['unknown'],
  'pia@partner.test handbook': ['unknown'],
  'lou@acme-labs.test handbook': ['unknown'],
  'bob@acme.test labs': ['unknown'],
  'jana@acme.test warehouse': ['denied'],
  'pia@partner.test warehouse': ['unknown'],
};

let google: GoogleEmulator;
let snapshot: Snapshot;
beforeAll(async () => {
  google = await startGoogleEmulator({ world: acmeWorld(clock) });
  const live = createGoogle({ endpoint: new URL(google.url), token: 'test', userAgent: 'test' });
  const signal = new AbortController().signal;
  const engine = new Engine({ cache: cache(), clock, signal, fresh: true });
  const taken = await takeSnapshot(engine, { google: live, config, progress: () => undefined });
  const read = readSnapshot(writeSnapshot(taken.snapshot));
  if (!read.ok) throw new Error(read.why);
  snapshot = read.value;
  live.close();
});
afterAll(() => google.close());

async function askSnapshot(who: string, where: string) {
  const answer = await answerTo(
    understand(['why', who, where], 'terminal', {}),
    {
      config: configOfSnapshot(snapshot, config),
      google: snapshotGoogle(snapshot, clock.now()),
      cache: cache(),
      clock,
      newReference: () => 'TESTTEST',
    },
    {
      speaker: { surface: 'terminal', self: undefined, resolveSlackUser: undefined },
      signal: new AbortController().signal,
      timeoutMs: 30_000,
      fresh: true,
      progress: () => undefined,
      mayAskAbout: () => true,
    },
    (_id, error) => {
      throw error;
    },
  );
  if (answer.kind !== 'why') throw new Error(JSON.stringify(answer));
  return answer.report;
}

describe('a snapshot', () => {
  it('holds every configured service, and is the same after it was written and read', () => {
    expect(Object.keys(snapshot.services)).toEqual(
      expect.arrayContaining(config.services.map(({ name }) => name)),
    );
    const again = readSnapshot(writeSnapshot(snapshot));
    expect(again.ok && writeSnapshot(again.value)).toBe(writeSnapshot(snapshot));
  });

  it('holds no token, etag or time of its own making', () => {
    const text = writeSnapshot(snapshot);
    expect(text).not.toMatch(/etag|Bearer|clientSecret|readAt/i);
  });

  it.each(worldScenarios.map(({ who, where, verdict, code }) => ({ who, where, verdict, code })))(
    'answers $who at $where as Google does, or says what it lacks',
    async ({ who, where, verdict, code }) => {
      const report = await askSnapshot(who, where);
      const known = ONLY_LIVE[`${who} ${where}`];
      if (known) {
        expect(known).toContain(report.verdict);
        if (report.verdict === 'unknown') expect(report.blindSpots.length).toBeGreaterThan(0);
        return;
      }
      expect([report.verdict, report.cause?.code ?? null]).toEqual([
        verdict,
        verdict === 'allowed' ? null : code,
      ]);
      expect(report.cost.calls).toBe(0);
    },
  );
});

describe('a file that is no snapshot', () => {
  it.each([
    ['', /does not begin with/],
    ['schema: iap-doctor.snapshot/2', /does not begin with/],
    ['schema: iap-doctor.snapshot/1\nservices: []', /services/],
    ['{', /line 1/],
    ['schema: iap-doctor.snapshot/1\nschema: x', /line 2/],
  ])('%j is refused with the place of the mistake', (text, why) => {
    const read = readSnapshot(text);
    expect(read.ok ? '' : read.why).toMatch(why);
  });
});

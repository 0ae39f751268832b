/** A log entry newer than the policies it contradicts: those are read once more before anything is said. */
import { afterEach, describe, expect, it } from 'vitest';
import { addGroupMember, logAuthorization, removeGroupMember } from '../../src/sandbox/google/change.js';
import { nodeOf } from '../../src/sandbox/world/services.js';
import { reportOf, startProduct } from '../support/product.js';

const ANA = 'ana@acme.test';
const BY = { by: { email: 'hr-sync@acme-prod.iam.gserviceaccount.com' } };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The product on a clock that can be put back, so that facts have an age. */
async function open() {
  const product = await startProduct();
  let ageMs = 0;
  const { ask, close } = product.open({ clock: { now: () => Date.now() - ageMs } });
  closing.push(close, product.close);
  const { world, requests } = product.google;
  return {
    world,
    ask: async (agoMs: number) => {
      ageMs = agoMs;
      return reportOf(await ask(['why', ANA, 'dashboard']));
    },
    policyReads: () => requests.filter(({ path }) => path.includes(':getIamPolicy')).length,
  };
}

const decided = (granted: boolean, agoMs: number) => ({
  resource: nodeOf('dashboard'),
  granted,
  email: ANA,
  at: Date.now() - agoMs,
});

describe('somebody turned away after the policies were read', () => {
  it('hears the change that did it, not that everything lets them in', async () => {
    const { world, ask } = await open();
    // Policies and groups stay in memory for a minute and more, the log for twenty seconds.
    expect((await ask(25_000)).verdict).toBe('allowed');
    removeGroupMember(world, { group: 'eng@acme.test', member: ANA }, { ...BY, at: Date.now() - 20_000 });
    logAuthorization(world, decided(false, 5_000));
    const report = await ask(0);
    expect(report.verdict).toBe('denied');
    expect(report.cause?.code).toBe('grant-removed');
  });

  it('costs one second reading, not one with every question', async () => {
    const { world, ask, policyReads } = await open();
    await ask(25_000);
    // Nothing has changed: what turned them away stays out of sight.
    logAuthorization(world, decided(false, 5_000));
    const before = policyReads();
    expect((await ask(0)).verdict).toBe('unknown');
    const after = policyReads();
    expect(after).toBeGreaterThan(before);
    expect((await ask(0)).verdict).toBe('unknown');
    expect(policyReads()).toBe(after);
  });
});

describe('somebody let in after the policies were read', () => {
  it('is not told from old facts that they cannot get in', async () => {
    const { world, ask } = await open();
    removeGroupMember(world, { group: 'eng@acme.test', member: ANA }, { ...BY, at: Date.now() - 3_600_000 });
    expect((await ask(25_000)).verdict).toBe('denied');
    addGroupMember(world, { group: 'eng@acme.test', member: ANA }, { ...BY, at: Date.now() - 20_000 });
    logAuthorization(world, decided(true, 5_000));
    expect((await ask(0)).verdict).toBe('allowed');
  });
});

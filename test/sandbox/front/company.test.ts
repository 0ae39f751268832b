/** The broken paths of acme.test, walked by the product itself: each is named for what it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, understand } from '../../../commands/ask.js';
import type { App, Asking } from '../../../src/app.js';
import { assemble } from '../../../src/assemble.js';
import { commonFlags } from '../../../src/cli-flags.js';
import { type Company, openCompany } from '../../../src/sandbox/company.js';
import { brokenPaths } from '../../../src/sandbox/world.js';
import { DEPLOYER } from './harness.js';

let company: Company;
let app: App;
let close: () => Promise<void>;
beforeAll(async () => {
  company = await openCompany({ now: () => Date.now() });
  const assembled = await assemble(company.config, company.environment);
  app = assembled.app;
  close = assembled.close;
});
afterAll(async () => {
  await close();
  await company.close();
});

const asking: Asking = {
  speaker: { surface: 'terminal', self: undefined, resolveSlackUser: undefined },
  signal: new AbortController().signal,
  timeoutMs: 15_000,
  fresh: false,
  progress: () => undefined,
  mayAskAbout: () => true,
};
const fail = (_id: string, error: unknown): never => {
  throw error;
};

async function probe(...words: readonly string[]) {
  const answer = await answerTo(understand(['probe', ...words], 'terminal', commonFlags), app, asking, fail);
  if (answer.kind !== 'probe')
    throw new Error(answer.kind === 'mistake' ? answer.mistake.message : answer.kind);
  return answer.report;
}

describe('a probe of the fictional company', () => {
  it.concurrent.each(brokenPaths)('names what is broken at $name: $about', async (path) => {
    const { verdict, failedStage, cause } = await probe(path.name, '--as', DEPLOYER, ...path.words);
    expect({ verdict, failedStage, code: cause?.code }).toEqual({
      verdict: path.verdict,
      failedStage: path.failedStage,
      code: path.code,
    });
  });

  it('finds nothing at orders, and IAP where it should be', async () => {
    expect(await probe('orders', '--as', DEPLOYER)).toMatchObject({ verdict: 'through', cause: null });
    expect(await probe('dashboard')).toMatchObject({ verdict: 'guarded', cause: null });
    expect((await probe('dashboard', '--as', DEPLOYER)).cause?.code).toBe('not-authorized');
    expect(await probe('legacy')).toMatchObject({ verdict: 'exposed' });
  });

  it('finds the way around IAP at docs', async () => {
    const direct = 'https://docs-111111111111.europe-west1.run.test';
    const report = await probe('docs', '--direct', direct);
    expect(report.direct).toMatchObject({ status: 200, same: false });
    expect(JSON.stringify([report.cause, ...report.also, ...report.findings])).toContain('iap-bypassable');
  });

  it('agrees with why about who passes, because the same Google decides', async () => {
    const { logEntries } = company.google.world;
    const before = logEntries.length;
    await probe('ledger', '--as', DEPLOYER, '--audience', '123-abc.apps.googleusercontent.com');
    expect(JSON.stringify(logEntries.slice(before))).toContain('"granted":true');
  });
});

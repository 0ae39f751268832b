/** Everybody in the fictional company gets the right answer, for the right reason, in the shape of the contract. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { worldScenarios } from '../../src/sandbox/world.js';
import { type Product, reportOf, startProduct } from '../support/product.js';
import { whyContract } from '../support/why-contract.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

describe('why, for everybody in the company', () => {
  it.each(
    worldScenarios.map(
      (s) => [`${s.who} at ${s.where}: ${s.verdict}${s.code === null ? '' : ` (${s.code})`}`, s] as const,
    ),
  )('%s', async (_title, scenario) => {
    const report = reportOf(await product.cold(['why', scenario.who, scenario.where]));
    expect(report.verdict, JSON.stringify(report.cause ?? report.blindSpots)).toBe(scenario.verdict);
    if (scenario.verdict !== 'allowed') expect(report.cause?.code).toBe(scenario.code);
    else if (scenario.code !== null) expect(report.findings.map((f) => f.code)).toContain(scenario.code);
    expect(whyContract.parse(JSON.parse(JSON.stringify(report)))).toBeTruthy();
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
    if (report.verdict === 'unknown') {
      expect(report.blindSpots.length).toBeGreaterThan(0);
      for (const spot of report.blindSpots) expect(spot.needs).not.toBe('');
    }
    if (report.verdict === 'denied') expect(report.fixes.length).toBeGreaterThan(0);
  });
});

describe('a mend', () => {
  it('never adds anybody to a group that does not exist', async () => {
    const report = reportOf(await product.cold(['why', 'wanda@acme.test', 'wiki']));
    expect(report.cause?.code).toBe('group-missing');
    expect(report.fixes.map((fix) => fix.gcloud ?? '').join('\n')).not.toContain('memberships add');
  });
});

describe('what a question costs', () => {
  it('nothing when it was asked just before', async () => {
    const warm = product.open();
    try {
      await warm.ask(['why', 'maya@acme.test', 'dashboard']);
      const before = product.google.requests.length;
      const report = reportOf(await warm.ask(['why', 'maya@acme.test', 'dashboard']));
      expect(product.google.requests.length - before).toBe(0);
      expect(report.cost).toMatchObject({ calls: 0, roundTrips: 0 });
      expect(report.findings.flatMap((f) => f.evidence).every((e) => e.cached)).toBe(true);
    } finally {
      await warm.close();
    }
  });

  it('as many calls as Google received', async () => {
    const before = product.google.requests.length;
    const report = reportOf(await product.cold(['why', 'noor@acme.test', 'dashboard']));
    expect(report.cost.calls).toBe(product.google.requests.length - before);
    expect(Object.values(report.cost.byApi).reduce((a, b) => a + b, 0)).toBe(report.cost.calls);
  });

  it('one set of calls when many ask the same at once', async () => {
    const shared = product.open();
    try {
      const before = product.google.requests.length;
      const reports = await Promise.all(
        Array.from({ length: 20 }, () => shared.ask(['why', 'noor@acme.test', 'dashboard'])),
      );
      const made = product.google.requests.length - before;
      expect(new Set(reports.map((r) => reportOf(r).verdict))).toEqual(new Set(['denied']));
      const alone = reportOf(await product.cold(['why', 'noor@acme.test', 'dashboard'])).cost.calls;
      expect(made).toBe(alone);
    } finally {
      await shared.close();
    }
  });

  it('everything anew with --fresh', async () => {
    const warm = product.open();
    try {
      await warm.ask(['why', 'noor@acme.test', 'dashboard']);
      const report = reportOf(await warm.ask(['why', 'noor@acme.test', 'dashboard'], { fresh: true }));
      expect(report.cost.calls).toBeGreaterThan(10);
      expect(report.findings.flatMap((f) => f.evidence).some((e) => e.cached)).toBe(false);
    } finally {
      await warm.close();
    }
  });
});

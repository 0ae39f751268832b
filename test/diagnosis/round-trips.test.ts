/** A cold answer needs three round trips at most, counted by a server that holds every wave of calls until it is complete. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, reportOf, startProduct } from '../support/product.js';
import { startWaveProxy } from '../support/wave-proxy.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The first question of a process also loads the clients, which would tear the first wave apart.
  await product.cold(['why', 'rita@acme.test', 'reports']);
});
afterAll(() => product.close());

describe('a cold answer', () => {
  it.each([
    ['maya@acme.test', 'dashboard'],
    ['noor@acme.test', 'dashboard'],
    ['ana.lima@acme.test', 'dashboard'],
    ['tom@acme.test', 'payroll'],
    ['cleo@acme.test', 'grafana'],
    ['ci-deployer@acme-prod.iam.gserviceaccount.com', 'orders'],
    ['rita@acme.test', 'reports'],
  ])('takes at most three waves of calls for %s at %s, and says so itself', async (who, where) => {
    const proxy = await startWaveProxy(product.google.url);
    try {
      const report = reportOf(await product.cold(['why', who, where], { endpoint: proxy.url }));
      expect(proxy.waves.length, `waves of ${proxy.waves.join(', ')} calls`).toBeLessThanOrEqual(3);
      expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
      expect(proxy.waves.reduce((a, b) => a + b, 0)).toBe(report.cost.calls);
    } finally {
      await proxy.close();
    }
  });

  it('takes no more through four folders, with deny rules, a boundary, levels, logs and the second opinion', async () => {
    const { folders } = product.google.world;
    const at = folders.findIndex(({ displayName }) => displayName === 'engineering');
    const top = folders[at];
    if (!top) throw new Error('the company has no such folder');
    const [outer, inner] = ['800000000008', '800000000009'];
    folders[at] = { ...top, parent: `folders/${inner}` };
    folders.push({ id: inner, displayName: 'technology', parent: `folders/${outer}` });
    folders.push({ id: outer, displayName: 'company', parent: top.parent });
    const proxy = await startWaveProxy(product.google.url);
    try {
      for (const [who, where] of [
        ['otto@acme.test', 'dashboard'],
        ['ira@acme.test', 'payroll'],
      ] as const) {
        // Loads the clients that only these questions need.
        await product.cold(['why', who, where]);
        const before = proxy.waves.length;
        const report = reportOf(await product.cold(['why', who, where], { endpoint: proxy.url }));
        expect(proxy.waves.length - before).toBeLessThanOrEqual(3);
        expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
        expect(report.verdict).toBe('denied');
        expect(report.secondOpinion).not.toBeNull();
        expect(Object.keys(report.cost.byApi)).toEqual(
          expect.arrayContaining(
            ['accesscontextmanager', 'iam', 'logging', 'policytroubleshooter'].filter(
              (api) => api !== 'accesscontextmanager' || where === 'payroll',
            ),
          ),
        );
        const asked = product.google.requests.map(({ path }) => path).join('\n');
        expect(asked).toContain(`folders%2F${outer}/denypolicies`);
      }
    } finally {
      await proxy.close();
      folders.splice(-2);
      folders[at] = top;
    }
  });

  it('answers at the deadline with what it has, and names what was not there', async () => {
    product.google.faults.push({ api: 'iam', kind: 'hang' });
    try {
      const before = performance.now();
      const report = reportOf(await product.cold(['why', 'ana@acme.test', 'dashboard'], { timeoutMs: 1500 }));
      expect(performance.now() - before).toBeLessThan(3000);
      expect(report.verdict).toBe('unknown');
      expect(report.cause?.code).toBe('deadline-exceeded');
      expect(report.blindSpots.map((s) => s.code)).toContain('deny-not-readable');
    } finally {
      product.google.faults.length = 0;
    }
  });

  it('comes in time when no call is ever answered, and says what would have been read', async () => {
    product.google.faults.push({ kind: 'hang' });
    try {
      const before = performance.now();
      const report = reportOf(await product.cold(['why', 'gus@acme.test', 'warehouse'], { timeoutMs: 2000 }));
      // Half a second to conclude, and as much again for a computer that has other things to do.
      expect(performance.now() - before).toBeLessThan(3500);
      expect(report).toMatchObject({ verdict: 'unknown', cause: { code: 'deadline-exceeded' } });
      expect(report.blindSpots.map(({ code }) => code)).toContain('policy-not-readable');
    } finally {
      product.google.faults.length = 0;
    }
  });

  it('does not wait past its time for what would only explain it better', async () => {
    const others =
      /services\/(?!1515151515151515151)\d+:getIamPolicy|entitlements|entries:list|:troubleshoot/;
    product.google.faults.push({ path: others, kind: 'hang' });
    try {
      const before = performance.now();
      const report = reportOf(await product.cold(['why', 'gus@acme.test', 'warehouse'], { timeoutMs: 2000 }));
      expect(performance.now() - before).toBeLessThan(3500);
      expect(report).toMatchObject({ verdict: 'denied', cause: { code: 'no-grant' }, secondOpinion: null });
      expect(report.blindSpots.map(({ code }) => code)).toContain('logs-not-readable');
    } finally {
      product.google.faults.length = 0;
    }
  });
});

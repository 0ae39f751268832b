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
});

/** `why` tells the changes on somebody's way with the words and the judgement of `changes`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setDenyPolicy } from '../../src/sandbox/google/change.js';
import { type Product, reportOf, startProduct } from '../support/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(async () => {
  await product.close();
});

const why = async (who: string, where: string) =>
  reportOf(await product.cold(['why', who, where], { timeoutMs: 20_000 }));

it('the removal that shut somebody out is the cause, with its tool and its sentence', async () => {
  const { changes } = await why('maya@acme.test', 'dashboard');
  expect(changes[0]).toMatchObject({
    actorKind: 'automation',
    tool: 'client-library',
    relation: 'cause',
    summary: 'hr-sync@acme-prod.iam.gserviceaccount.com removed maya@acme.test from dash-users@acme.test.',
  });
});

it('a deny policy made lately is on the way, once though two entries tell of it, and the cause for whom it stops', async () => {
  const { world } = product.google;
  const node = 'projects/111111111111';
  const before = world.denyPolicies.get(node);
  const entries = world.logEntries.length;
  const denyRule = {
    deniedPrincipals: ['principal://goog/subject/ana@acme.test'],
    deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
  };
  const by = { email: 'bob@acme.test' };
  setDenyPolicy(
    world,
    node,
    { id: 'no-ana', displayName: 'No Ana', rules: [{ denyRule }] },
    { by, at: Date.now() - 300_000 },
  );
  try {
    const { changes, cause } = await why('ana@acme.test', 'dashboard');
    expect(cause?.code).toBe('deny-policy');
    expect(changes.filter(({ kind }) => kind === 'deny-policy')).toMatchObject([
      {
        relation: 'cause',
        tool: 'gcloud',
        summary: 'bob@acme.test created the deny policy No Ana on projects/111111111111.',
      },
    ]);
  } finally {
    world.logEntries.length = entries;
    if (before) world.denyPolicies.set(node, before);
    else world.denyPolicies.delete(node);
  }
});

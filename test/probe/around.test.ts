/** What Google's records say of a place, by the emulated Google and by scripted answers; what is not seen is told. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../src/google/index.js';
import type { IapSettings } from '../../src/google/ports.js';
import { parseIapResource } from '../../src/names/index.js';
import { fromSettings } from '../../src/probe/around/settings.js';
import { lookAround } from '../../src/probe/around.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../src/sandbox/world.js';
import { terms } from '../google/server.js';
import { OAUTH_CLIENT } from '../sandbox/front/harness.js';

const SERVICE = 'projects/111111111111/iap_web/compute/services/7777777777777777777';
const RUN = 'projects/111111111111/iap_web/cloud_run-europe-west1/services/reports';

let emulator: GoogleEmulator;
let google: GoogleConnection;
beforeAll(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: Date.now }) });
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
});
afterAll(async () => {
  google.close();
  await emulator.close();
});
afterEach(() => {
  emulator.faults.length = 0;
  emulator.world.caller.denied = [];
  emulator.world.iapSettings.delete(SERVICE);
  emulator.world.iapSettings.delete('projects/111111111111/iap_web');
});

const look = (name: string | undefined, more: Partial<Parameters<typeof lookAround>[0]> = {}) =>
  lookAround({
    google,
    resource: name === undefined ? undefined : parseIapResource(name),
    name: 'hr',
    call: terms(),
    ...more,
  });
const set = (node: string, accessSettings: Readonly<Record<string, unknown>>): void => {
  emulator.world.iapSettings.set(node, { accessSettings });
};

describe('the records of a place', () => {
  it('are read from the settings of every node and from the backend service', async () => {
    set(SERVICE, { oauthSettings: { programmaticClients: ['a.apps.googleusercontent.com'] } });
    set('projects/111111111111/iap_web', {
      oauthSettings: { clientId: 'own.apps.googleusercontent.com', programmaticClients: ['b'] },
      corsSettings: { allowHttpOptions: true },
      reauthSettings: { method: 'LOGIN', maxAge: '3600s', policyType: 'MINIMUM' },
      allowedDomainsSettings: { enable: true, domains: ['*.acme.test'] },
    });
    const { around, blindSpots } = await look(SERVICE);
    expect(around).toEqual({
      settingsRead: true,
      oauthClientIds: ['own.apps.googleusercontent.com', OAUTH_CLIENT],
      clientsRead: true,
      programmaticClients: ['a.apps.googleusercontent.com', 'b'],
      gcip: false,
      allowHttpOptions: true,
      reauth: true,
      allowedDomains: ['*.acme.test'],
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      access: undefined,
    });
    expect(blindSpots).toEqual([]);
  });

  it('name no client for Cloud Run without one, and say that all was read', async () => {
    const { around } = await look(RUN);
    expect(around).toMatchObject({ oauthClientIds: [], clientsRead: true, loadBalancingScheme: undefined });
  });

  it('tell of Identity Platform', async () => {
    set(SERVICE, { gcipSettings: { tenantIds: ['t'] } });
    expect((await look(SERVICE)).around.gcip).toBe(true);
  });

  it('are unknown where nobody knows the resource', async () => {
    const { around, blindSpots } = await look(undefined);
    expect(around).toMatchObject({ settingsRead: false, clientsRead: false, gcip: undefined });
    expect(blindSpots).toMatchObject([
      { code: 'service-not-found', needs: expect.stringContaining('resource') },
    ]);
  });

  it.each([
    ['forbidden', 'policy-not-readable', /roles\/iap\.viewer/],
    ['api-disabled', 'policy-not-readable', /enabling iap\.googleapis\.com/],
    ['throttled', 'api-throttled', /waiting/],
    ['server-error', 'api-unavailable', /again/],
    ['half-json', 'api-unavailable', /again/],
  ] as const)('leave a blind spot where the settings are %s', async (kind, code, needs) => {
    emulator.faults.push({ api: 'iap', kind });
    const { around, blindSpots } = await look(SERVICE);
    expect(around).toMatchObject({
      settingsRead: false,
      clientsRead: false,
      gcip: undefined,
      allowHttpOptions: undefined,
      reauth: undefined,
    });
    expect(blindSpots).toMatchObject([{ code, needs: expect.stringMatching(needs) }]);
  });

  it('leave one where the backend service cannot be read, and keep what the settings say', async () => {
    emulator.faults.push({ api: 'compute', kind: 'forbidden' });
    const { around, blindSpots } = await look(SERVICE);
    expect(around).toMatchObject({ settingsRead: true, clientsRead: false, gcip: false });
    expect(blindSpots).toMatchObject([
      { code: 'policy-not-readable', needs: expect.stringContaining('roles/compute.networkViewer') },
    ]);
  });

  it('say that there is no such backend service', async () => {
    const { blindSpots } = await look(SERVICE.replace('7777777777777777777', '1'));
    expect(blindSpots).toMatchObject([{ code: 'service-not-found' }]);
  });

  it('end with the question, and say so', async () => {
    emulator.faults.push({ kind: 'hang' });
    const question = new AbortController();
    const looking = look(SERVICE, {
      call: terms({ signal: question.signal }),
      access: () => new Promise(() => {}),
    });
    question.abort();
    const { around, blindSpots } = await looking;
    expect(around.access).toBeUndefined();
    expect(blindSpots.map(({ code }) => code)).toEqual(['deadline-exceeded', 'deadline-exceeded']);
  });
});

describe('what why says of the identity', () => {
  const said = {
    subject: 'a@acme.test',
    verdict: 'denied',
    code: 'no-grant',
    text: 'x',
    adminText: 'y',
  } as const;
  it('is joined', async () => {
    expect((await look(SERVICE, { access: async () => said })).around.access).toEqual(said);
    expect((await look(undefined, { access: async () => said })).around.access).toEqual(said);
  });

  it('is left out where it fails', async () => {
    const { around } = await look(SERVICE, { access: () => Promise.reject(new Error('broken')) });
    expect(around).toMatchObject({ access: undefined, settingsRead: true });
  });
});

describe('values of several nodes', () => {
  const nothing: IapSettings = {
    gcipTenants: undefined,
    allowHttpOptions: undefined,
    oauthClientId: undefined,
    programmaticClients: [],
    reauth: undefined,
    allowedDomains: undefined,
    workforcePools: [],
    identitySources: [],
  };
  const of = (more: Partial<IapSettings>): IapSettings => ({ ...nothing, ...more });

  it('the nearest counts, also where it says no', () => {
    const nodes = [of({ allowHttpOptions: false }), of({ allowHttpOptions: true, gcipTenants: ['t'] })];
    expect(fromSettings({ nodes })).toMatchObject({ allowHttpOptions: false, gcip: true });
    const off = [of({ gcipTenants: [] }), of({ gcipTenants: ['t'] })];
    expect(fromSettings({ nodes: off }).gcip).toBe(false);
  });

  it('nothing is certain behind a node that could not be read', () => {
    const nodes = [
      undefined,
      of({ allowHttpOptions: true, gcipTenants: ['t'], allowedDomains: { enable: true, domains: ['a'] } }),
    ];
    expect(fromSettings({ nodes })).toMatchObject({
      settingsRead: false,
      allowHttpOptions: undefined,
      gcip: undefined,
      allowedDomains: undefined,
      reauth: undefined,
    });
    // What was found is in use or overruled by another; either way it is worth knowing.
    expect(fromSettings({ nodes: [undefined, of({ oauthClientId: 'c' })] }).oauthClientIds).toEqual(['c']);
  });

  it('no node at all is nothing read', () => {
    expect(fromSettings({ nodes: [] }).settingsRead).toBe(false);
  });
});

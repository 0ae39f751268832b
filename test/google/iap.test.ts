/** IAP's policy and settings: what is asked, and what is made of the answer. */
import { describe, expect, it } from 'vitest';
import { parseIapResource } from '../../src/names/index.js';
import { TOKEN, terms, withServer } from './server.js';

const NAME = 'projects/111111111111/iap_web/compute-europe-west1/services/2222222222222222222';
const resource = parseIapResource(NAME);
if (!resource) throw new Error('the test names no resource');

describe('reading IAP', () => {
  it('asks for the policy of one node at version 3 and keeps conditions and audit settings', async () => {
    const reply = {
      version: 3,
      etag: 'BwX=',
      bindings: [
        { role: 'roles/iap.httpsResourceAccessor', members: ['user:a@acme.test'] },
        {
          role: 'roles/iap.httpsResourceAccessor',
          members: ['group:g@acme.test'],
          condition: { expression: 'request.path == "/"', title: 'root', location: 'ignored' },
        },
        { role: 'roles/iap.admin' },
      ],
      auditConfigs: [
        {
          service: 'iap.googleapis.com',
          auditLogConfigs: [
            { logType: 'DATA_READ', exemptedMembers: ['user:x@acme.test'] },
            { logType: 'ADMIN_READ' },
          ],
        },
      ],
    };
    await withServer([{ json: reply }], async (server) => {
      const call = terms();
      const look = await server.google({ userAgent: 'iap-doctor/1' }).iap.policy(resource, call);
      expect(server.requests).toHaveLength(1);
      expect(server.requests[0]).toMatchObject({
        method: 'POST',
        path: `/v1/${NAME}:getIamPolicy`,
        query: [],
        body: { options: { requestedPolicyVersion: 3 } },
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'user-agent': 'iap-doctor/1',
          'content-type': 'application/json',
        },
      });
      expect(call.counted).toEqual(['iap']);
      expect(look).toEqual({
        ok: true,
        value: {
          etag: 'BwX=',
          bindings: [
            { role: 'roles/iap.httpsResourceAccessor', members: ['user:a@acme.test'], condition: undefined },
            {
              role: 'roles/iap.httpsResourceAccessor',
              members: ['group:g@acme.test'],
              condition: { expression: 'request.path == "/"', title: 'root', description: undefined },
            },
            { role: 'roles/iap.admin', members: [], condition: undefined },
          ],
          auditConfigs: [
            {
              service: 'iap.googleapis.com',
              logTypes: [
                { logType: 'DATA_READ', exemptedMembers: ['user:x@acme.test'] },
                { logType: 'ADMIN_READ', exemptedMembers: [] },
              ],
            },
          ],
        },
      });
    });
  });

  it('reads a policy that only has an etag as one that grants nothing', async () => {
    await withServer([{ json: { etag: 'ACAB' } }], async (server) => {
      const look = await server.google().iap.policy(resource, terms());
      expect(look).toEqual({ ok: true, value: { bindings: [], auditConfigs: [], etag: 'ACAB' } });
    });
  });

  it('reads the settings that decide', async () => {
    const json = {
      name: NAME,
      accessSettings: {
        gcipSettings: { tenantIds: ['_1'], loginPageUri: 'https://ignored' },
        corsSettings: { allowHttpOptions: true },
        oauthSettings: { clientId: '1.apps.googleusercontent.com', programmaticClients: ['2.apps'] },
        reauthSettings: { method: 'SECURE_KEY', maxAge: '300s', policyType: 'MINIMUM' },
        allowedDomainsSettings: { enable: true, domains: ['dash.acme.test'] },
        workforceIdentitySettings: { workforcePools: ['locations/global/workforcePools/p'] },
        identitySources: ['WORKFORCE_IDENTITY_FEDERATION'],
      },
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().iap.settings(resource, terms());
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v1/${NAME}:iapSettings`, query: [] });
      expect(look).toEqual({
        ok: true,
        value: {
          gcipTenants: ['_1'],
          allowHttpOptions: true,
          oauthClientId: '1.apps.googleusercontent.com',
          programmaticClients: ['2.apps'],
          reauth: { method: 'SECURE_KEY', maxAgeSeconds: 300, policyType: 'MINIMUM' },
          allowedDomains: { enable: true, domains: ['dash.acme.test'] },
          workforcePools: ['locations/global/workforcePools/p'],
          identitySources: ['WORKFORCE_IDENTITY_FEDERATION'],
        },
      });
    });
  });

  it('reads settings that were never set as nothing set', async () => {
    await withServer([{ json: { name: NAME } }], async (server) => {
      expect(await server.google().iap.settings(resource, terms())).toEqual({
        ok: true,
        value: {
          gcipTenants: undefined,
          allowHttpOptions: undefined,
          oauthClientId: undefined,
          programmaticClients: [],
          reauth: undefined,
          allowedDomains: undefined,
          workforcePools: [],
          identitySources: [],
        },
      });
    });
  });
});

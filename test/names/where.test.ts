/** What `<where>` may look like, from a keyboard and from Slack, and what each mistake is answered with. */
import { describe, expect, it } from 'vitest';
import { iapName, parseWhere } from '../../src/names/index.js';

describe('where is understood', () => {
  it.each([
    ['dashboard', 'dashboard'],
    ['Dash', 'dash'],
    ['"dash"', 'dash'],
    ['dash?', 'dash'],
    ['k8s1-ab12-shop-web-80', 'k8s1-ab12-shop-web-80'],
    ['acme-prod/dashboard', 'acme-prod/dashboard'],
    ['2222222222222222222', '2222222222222222222'],
  ])('the name %s', (text, name) => {
    expect(parseWhere(text)).toMatchObject({ ok: true, value: { kind: 'name', name } });
  });

  it.each([
    ['https://dash.acme.test', 'https://dash.acme.test/', '/', false],
    ['<https://dash.acme.test|dash.acme.test>', 'https://dash.acme.test/', '/', true],
    ['<http://dash.acme.test|dash.acme.test>', 'https://dash.acme.test/', '/', true],
    ['<https://dash.acme.test|https://dash.acme.test>', 'https://dash.acme.test/', '/', false],
    ['<https://dash.acme.test/a|https://dash.acme.test/a>', 'https://dash.acme.test/a', '/a', false],
    ['<https://dash.acme.test|the dashboard>', 'https://dash.acme.test/', '/', false],
    ['<https://dash.acme.test>', 'https://dash.acme.test/', '/', false],
    ['http://dash.acme.test:8080/x?y=1#z', 'http://dash.acme.test:8080/x?y=1', '/x', false],
    ['HTTPS://DASH.acme.test/Admin', 'https://dash.acme.test/Admin', '/Admin', false],
    ['dash.acme.test', 'https://dash.acme.test/', '/', true],
    ['dash.acme.test/admin/', 'https://dash.acme.test/admin/', '/admin/', true],
    ['localhost:8443', 'https://localhost:8443/', '/', true],
    ['dash:8443/x', 'https://dash:8443/x', '/x', true],
    ['10.0.0.1', 'https://10.0.0.1/', '/', true],
    ['[::1]:443', 'https://[::1]/', '/', true],
    ['https://dash.acme.test/a/../admin', 'https://dash.acme.test/admin', '/a/../admin', false],
    ['https://dash.acme.test/a/..;/admin', 'https://dash.acme.test/a/..;/admin', '/a/..;/admin', false],
    ['https://b\u00FCcher.test', 'https://xn--bcher-kva.test/', '/', false],
    ['https://dash.acme.test.', 'https://dash.acme.test/', '/', false],
  ])('the address %s', (text, url, path, bare) => {
    const where = parseWhere(text);
    expect(where).toMatchObject({ ok: true, value: { kind: 'url', path, bare } });
    if (where.ok && where.value.kind === 'url') expect(where.value.url.href).toBe(url);
  });

  it.each([
    ['projects/1/iap_web/compute/services/2', 'projects/1/iap_web/compute/services/2'],
    ['projects/1/iap_web/compute/services/2/versions/bs_0', 'projects/1/iap_web/compute/services/2'],
    ['//iap.googleapis.com/projects/1/iap_web', 'projects/1/iap_web'],
    ['https://iap.googleapis.com/v1/projects/1/iap_web:getIamPolicy', 'projects/1/iap_web'],
    [
      'projects/acme-prod/iap_web/cloud_run-us-central1/services/shop/',
      'projects/acme-prod/iap_web/cloud_run-us-central1/services/shop',
    ],
    [
      'projects/1/iap_tunnel/zones/europe-west1-b/instances/vm-1',
      'projects/1/iap_tunnel/zones/europe-west1-b/instances/vm-1',
    ],
    [
      '//<http://iap.googleapis.com/projects/1/iap_web|iap.googleapis.com/projects/1/iap_web>',
      'projects/1/iap_web',
    ],
  ])('the resource %s', (text, name) => {
    const where = parseWhere(text);
    expect(where).toMatchObject({ ok: true, value: { kind: 'resource' } });
    if (where.ok && where.value.kind === 'resource') expect(iapName(where.value.resource)).toBe(name);
  });
});

describe('where is refused, with a sentence and a form that works', () => {
  it.each([
    ['', /^Where is missing/, 'https://app.example.com'],
    ['the dashboard', /more than one word/, 'the'],
    ['maya@acme.test', /is somebody, not a place: who comes first/, 'https://app.example.com'],
    ['<@U0123ABCD>', /is somebody, not a place/, 'https://app.example.com'],
    ['grpc://orders.acme.test', /only look at http and https/, 'https://orders.acme.test'],
    ['ftp://orders.acme.test/x', /only look at http and https/, 'https://orders.acme.test/x'],
    ['javascript://x', /only look at http and https/, 'https://x'],
    ['https://', /not a complete address/, 'https://app.example.com'],
    ['https://dash.acme.test:99999', /not a complete address/, 'https://app.example.com'],
    [
      'https://maya:secret@dash.acme.test/x',
      /must not carry a user name or password/,
      'https://dash.acme.test/x',
    ],
    [
      'projects/1/iap_web/cloud-run-us-central1/services/shop',
      /not the name IAP uses/,
      'projects/1/iap_web/cloud_run-us-central1/services/shop',
    ],
    [
      '/projects/1/global/backendServices/2',
      /not the name IAP uses/,
      'projects/1/iap_web/compute/services/2',
    ],
    [
      'https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west1/backendServices/dash',
      /not the name IAP uses/,
      'projects/acme-prod/iap_web/compute-europe-west1/services/dash',
    ],
    [
      '/projects/1/locations/us-central1/services/shop',
      /not the name IAP uses/,
      'projects/1/iap_web/cloud_run-us-central1/services/shop',
    ],
    ['/projects/1/apps/acme-prod', /not the name IAP uses/, 'projects/1/iap_web/appengine-acme-prod'],
    ['projects/1/iap_web/nonsense', /not the name IAP uses/, 'projects/1/iap_web'],
    ['projects/1', /is not an IAP resource name/, /^projects\/\d+\/iap_web/],
    ['b\u00FCcher.test', /is not a place I can read/, 'https://xn--bcher-kva.test'],
    ['dash!board', /is not a place I can read/, 'dash'],
  ])('%s', (text, message, nearest) => {
    const typed = parseWhere(text);
    expect(typed).toMatchObject({ ok: false, mistake: { message: expect.stringMatching(message) } });
    if (typed.ok) return;
    if (typeof nearest === 'string') expect(typed.mistake.nearest).toBe(nearest);
    else expect(typed.mistake.nearest).toMatch(nearest);
  });

  it('a link that shows one host and goes to another', () => {
    expect(parseWhere('<https://evil.test|https://dash.acme.test>')).toMatchObject({
      ok: false,
      mistake: { nearest: 'https://dash.acme.test' },
    });
    expect(parseWhere('<https://dash.acme.test.evil.test/|dash.acme.test>').ok).toBe(false);
  });

  it('never repeats a password', () => {
    const typed = parseWhere('https://maya:hunter2@dash.acme.test');
    expect(JSON.stringify(typed)).not.toContain('hunter2');
  });
});

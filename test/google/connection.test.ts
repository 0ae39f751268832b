/** Where requests go, as whom, and what is loaded for it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applicationDefault, SCOPES } from '../../src/google/credentials.js';
import { addressOf, isLoopbackEndpoint } from '../../src/google/endpoint.js';
import { createGoogle } from '../../src/google/index.js';
import type { Container } from '../../src/names/index.js';
import { type Recorded, type Reply, terms, withServer } from './server.js';

const run = promisify(execFile);
const project: Container = { kind: 'project', id: 'acme-prod' };

describe('the endpoint', () => {
  it.each(['http://127.0.0.1:8080', 'http://localhost:1', 'https://[::1]:1/base/', 'http://127.8.9.1'])(
    'may be %s',
    (url) => {
      expect(isLoopbackEndpoint(new URL(url))).toBe(true);
    },
  );

  it.each([
    'http://example.test',
    'http://10.0.0.1',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'http://evil.test#127.0.0.1',
    'http://0.0.0.0',
    'http://user:secret@127.0.0.1',
    'ftp://127.0.0.1',
    'http://[::ffff:10.0.0.1]',
  ])('is refused when it is %s', (url) => {
    expect(() => createGoogle({ endpoint: new URL(url), token: 'secret-token' })).toThrow(TypeError);
    try {
      createGoogle({ endpoint: new URL(url), token: 'secret-token' });
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });

  it('keeps Google’s own path and query for every API', () => {
    const endpoint = new URL('http://127.0.0.1:9/under/');
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const google = `https://iap.googleapis.com${path}?${query}`;
        const sent = addressOf(google, endpoint);
        expect(sent.origin).toBe('http://127.0.0.1:9');
        expect(sent.pathname).toBe(`/under${new URL(google).pathname}`);
        expect(sent.search).toBe(new URL(google).search);
        expect(addressOf(google, undefined).href).toBe(new URL(google).href);
      }),
    );
    expect(addressOf('https://iam.googleapis.com/v2/policies/a%2Fb', endpoint).pathname).toBe(
      '/under/v2/policies/a%2Fb',
    );
  });

  it('may stand under a path of its own, and is sent `emulator` when no token is given', async () => {
    await withServer([{ json: {} }], async (server) => {
      const google = createGoogle({ endpoint: new URL('/google/', server.url) });
      await google.resourceManager.allowPolicy(project, terms());
      google.close();
      expect(server.requests[0]).toMatchObject({
        path: '/google/v3/projects/acme-prod:getIamPolicy',
        headers: { authorization: 'Bearer emulator' },
      });
      expect(await google.caller()).toBeUndefined();
    });
  });
});

describe('Application Default Credentials', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'adc-'));
    vi.stubEnv('CLOUDSDK_CONFIG', home);
    vi.stubEnv('HOME', home);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });

  it('that are missing are a reason, not a crash', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    const google = createGoogle();
    const call = terms();
    const look = await google.iap.policy({ level: 'web', project }, call);
    expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable', api: 'iap', credentials: {} } });
    expect(JSON.stringify(look)).toContain('gcloud auth application-default login');
    expect(call.counted).toEqual([]);
    expect(await google.caller()).toBeUndefined();
  });

  it('that cannot be read are a reason, and are looked for again by the next call', async () => {
    const file = join(home, 'key.json');
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
    const google = createGoogle();
    const look = await google.resourceManager.project(project, terms());
    expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable', credentials: {} } });
    const account = 'iap-doctor@acme-prod.iam.gserviceaccount.com';
    const pem = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWtleS1ieXRlcw==\n-----END PRIVATE KEY-----\n';
    const key = { type: 'service_account', client_email: account, private_key: pem, project_id: 'acme-prod' };
    await writeFile(file, JSON.stringify(key));
    expect(await google.caller()).toBe(account);
    const broken = await google.resourceManager.project(project, terms());
    expect(broken).toMatchObject({ ok: false, problem: { kind: 'unavailable', credentials: {} } });
    expect(JSON.stringify(broken)).not.toContain('c2VjcmV0');
  });

  it('of a metadata server are asked for once, with every scope, and say who we are', async () => {
    const account = 'iap-doctor@acme-prod.iam.gserviceaccount.com';
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present');
    const metadata = ({ path }: Recorded): Reply => {
      const headers = { 'metadata-flavor': 'Google' };
      if (path.endsWith('/token'))
        return {
          text: JSON.stringify({ access_token: 'minted', expires_in: 3600, token_type: 'Bearer' }),
          headers,
        };
      if (path.endsWith('/email'))
        return { text: account, headers: { ...headers, 'content-type': 'application/text' } };
      if (path.endsWith('/universe-domain')) return { text: 'googleapis.com', headers };
      return { text: '{}', headers };
    };
    await withServer(metadata, async (server) => {
      vi.stubEnv('GCE_METADATA_HOST', server.url.host);
      const credentials = applicationDefault();
      const all = await Promise.all(Array.from({ length: 10 }, () => credentials.authorize()));
      for (const each of all)
        expect(each).toMatchObject({ ok: true, headers: { authorization: 'Bearer minted' } });
      const minted = server.requests.filter((request) => request.path.endsWith('/token'));
      expect(minted).toHaveLength(1);
      const scopes = minted[0]?.query.find(([key]) => key === 'scopes')?.[1].split(',');
      expect(scopes).toEqual([...SCOPES]);
      expect(await credentials.caller()).toBe(account);
      const asked = server.requests.length;
      expect(await credentials.caller()).toBe(account);
      expect(server.requests).toHaveLength(asked);
    });
  });

  it('that take too long end with the question', async () => {
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined);
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present');
    // A metadata server that accepts and never answers.
    await withServer([() => {}], async (server) => {
      vi.stubEnv('GCE_METADATA_HOST', server.url.host);
      const look = await createGoogle().resourceManager.project(
        project,
        terms({ signal: AbortSignal.timeout(300) }),
      );
      expect(look).toMatchObject({ ok: false, problem: { kind: 'deadline' } });
    });
  });
});

describe('start-up', () => {
  /** Names of loaded CommonJS files after running `code` in a fresh Node with the TypeScript loader. */
  async function loaded(code: string): Promise<string[]> {
    const report = `
      const { createRequire } = await import('node:module');
      const { cache } = createRequire(import.meta.url);
      process.stdout.write(JSON.stringify(Object.keys(cache)));`;
    const { stdout } = await run(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      code + report,
    ]);
    return JSON.parse(stdout) as string[];
  }

  it('loads no client of Google, and the first call only its own', async () => {
    const create = `
      const { createGoogle } = await import('./src/google/index.ts');
      const google = createGoogle({ endpoint: new URL('http://127.0.0.1:9') });`;
    const idle = await loaded(create);
    expect(
      idle.filter((file) => /node_modules.(?:googleapis|google-auth-library|gaxios)/.test(file)),
    ).toEqual([]);
    const busy = await loaded(`${create}
      const call = { signal: AbortSignal.timeout(3000), meter: { count() {} } };
      await google.iap.policy({ level: 'web', project: { kind: 'project', id: 'acme-prod' } }, call);`);
    const apis = busy
      .filter((file) => /googleapis.build/.test(file))
      .map((file) => file.replace(/^.*build.src./, ''));
    expect(apis).toEqual([join('apis', 'iap', 'v1.js')]);
  }, 60_000);
});

/** Every way in which Google can fail to answer, and the one shape in which the product hears of it. */
import { describe, expect, it } from 'vitest';
import type { ProblemKind } from '../../src/google/ports.js';
import type { Container } from '../../src/names/index.js';
import { apiError, type Reply, TOKEN, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const info = (reason: string) => ({
  details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }],
});
const old = (reason: string) => ({ errors: [{ reason, domain: 'usageLimits', message: 'x' }] });

async function ask(replies: readonly Reply[], deadline?: number) {
  return withServer(replies, async (server) => {
    const call = terms(deadline === undefined ? {} : { deadline });
    const look = await server.google().resourceManager.allowPolicy(project, call);
    expect(call.counted).toHaveLength(server.requests.length);
    return { look, sent: server.requests.length };
  });
}

describe('an error of Google', () => {
  const cases: readonly (readonly [string, Reply, ProblemKind, number])[] = [
    ['401', apiError(401, 'UNAUTHENTICATED', 'Request had invalid credentials.'), 'forbidden', 1],
    ['403', apiError(403, 'PERMISSION_DENIED', 'denied (or it may not exist)'), 'forbidden', 1],
    ['403 of a front end', { status: 403, text: '<html>no</html>' }, 'forbidden', 1],
    [
      '403 SERVICE_DISABLED',
      apiError(403, 'PERMISSION_DENIED', 'off', info('SERVICE_DISABLED')),
      'api-disabled',
      1,
    ],
    [
      '403 accessNotConfigured',
      apiError(403, 'PERMISSION_DENIED', 'off', old('accessNotConfigured')),
      'api-disabled',
      1,
    ],
    [
      '403 in words only',
      apiError(403, 'PERMISSION_DENIED', 'IAP API has not been used in project 1 before or it is disabled.'),
      'api-disabled',
      1,
    ],
    ['403 quotaExceeded', apiError(403, 'PERMISSION_DENIED', 'quota', old('quotaExceeded')), 'throttled', 1],
    [
      '403 rateLimitExceeded',
      apiError(403, 'PERMISSION_DENIED', 'rate', old('rateLimitExceeded')),
      'throttled',
      3,
    ],
    [
      '403 userRateLimitExceeded',
      apiError(403, 'PERMISSION_DENIED', 'rate', old('userRateLimitExceeded')),
      'throttled',
      3,
    ],
    ['403 with 3005', apiError(403, 'PERMISSION_DENIED', 'Error(3005): no.'), 'edition', 1],
    ['403 with 3006 as reason', apiError(403, 'PERMISSION_DENIED', 'no', info('3006')), 'edition', 1],
    ['404', apiError(404, 'NOT_FOUND', 'not found'), 'not-found', 1],
    ['404 without a body', { status: 404, text: '' }, 'not-found', 1],
    ['404 page of something that is not the API', { status: 404, text: '<html>404</html>' }, 'malformed', 1],
    ['429', apiError(429, 'RESOURCE_EXHAUSTED', 'slow down'), 'throttled', 3],
    ['400', apiError(400, 'INVALID_ARGUMENT', 'bad'), 'invalid', 1],
    ['409', apiError(409, 'ABORTED', 'conflict'), 'invalid', 1],
    ['500', apiError(500, 'INTERNAL', 'oops'), 'unavailable', 3],
    ['501', apiError(501, 'UNIMPLEMENTED', 'no'), 'unavailable', 1],
    ['502 page', { status: 502, text: '<html>bad gateway</html>' }, 'unavailable', 3],
    ['503', apiError(503, 'UNAVAILABLE', 'later'), 'unavailable', 3],
    ['504', apiError(504, 'DEADLINE_EXCEEDED', 'slow'), 'unavailable', 3],
    ['302', { status: 302, text: '', headers: { location: 'https://elsewhere.test/' } }, 'malformed', 1],
  ];

  it.each([403, 404, 502, 200])(
    'that is a web page (%s) is known as one, and nothing else is',
    async (status) => {
      const page = await ask([{ status, text: '\n<!DOCTYPE html><title>Sign in to the proxy</title>' }]);
      expect(page.look).toMatchObject({ ok: false, problem: { page: true, status } });
      const told = await ask([apiError(403, 'PERMISSION_DENIED', '<b>denied</b>')]);
      expect(told.look).toMatchObject({ ok: false, problem: { kind: 'forbidden' } });
      expect(told.look.ok ? {} : told.look.problem).not.toHaveProperty('page');
    },
  );

  it.each(cases)(
    '%s is told as what it is, after as many tries as can help',
    async (_, reply, kind, sent) => {
      const result = await ask([reply]);
      expect(result.look).toMatchObject({
        ok: false,
        problem: { kind, api: 'cloudresourcemanager', resource: 'projects/acme-prod:getIamPolicy' },
      });
      expect(result.sent).toBe(sent);
    },
  );

  it('carries the status and Google’s own sentence, on one line and short', async () => {
    const { look } = await ask([apiError(403, 'PERMISSION_DENIED', `no\n\u0000 ${'very '.repeat(200)}`)]);
    if (look.ok) throw new Error('it should have failed');
    expect(look.problem.status).toBe(403);
    expect(look.problem.message).toMatch(/^no very very/);
    expect(look.problem.message.length).toBeLessThanOrEqual(300);
  });

  it('is forgotten when a second try succeeds', async () => {
    const { look, sent } = await ask([apiError(503, 'UNAVAILABLE', 'later'), { json: { etag: 'x' } }]);
    expect(look).toMatchObject({ ok: true });
    expect(sent).toBe(2);
  });
});

describe('a connection that fails', () => {
  const reset: Reply = (_, response) => {
    response.socket?.resetAndDestroy();
  };

  it('is tried again, twice', async () => {
    const lost = await ask([reset]);
    expect(lost.look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    expect(lost.sent).toBe(3);
    const saved = await ask([reset, reset, { json: {} }]);
    expect(saved.look).toMatchObject({ ok: true });
  });

  it('is unavailable where nobody listens', async () => {
    await withServer([], async (server) => {
      const google = server.google();
      await server.close();
      const look = await google.resourceManager.project(project, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    });
  });
});

describe('waiting as long as Google asks', () => {
  const busy = (after: string): Reply => ({ status: 429, text: '{}', headers: { 'retry-after': after } });

  it('happens when it ends before the deadline', async () => {
    const started = performance.now();
    const { look, sent } = await ask([busy('1'), { json: {} }], Date.now() + 8_000);
    expect(look.ok).toBe(true);
    expect(sent).toBe(2);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it.each([
    ['seconds', '30'],
    ['a date', new Date(Date.now() + 60_000).toUTCString()],
  ])('does not happen when it cannot end in time (%s): the answer comes at once', async (_, after) => {
    const started = performance.now();
    const { look, sent } = await ask([busy(after)], Date.now() + 8_000);
    expect(look).toMatchObject({ ok: false, problem: { kind: 'throttled', status: 429 } });
    expect(sent).toBe(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('follows the delay in the error body too', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '42.5s' }];
    const { sent } = await ask(
      [apiError(429, 'RESOURCE_EXHAUSTED', 'quota', { details })],
      Date.now() + 8_000,
    );
    expect(sent).toBe(1);
  });
});

describe('an answer that is none', () => {
  const cut: Reply = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"bindings":[{"role":"roles/owner"');
    setImmediate(() => response.destroy());
  };
  const cutChunk: Reply = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"bindings":[]}');
    setImmediate(() => response.destroy());
  };
  const notHttp: Reply = (_, response) => {
    response.socket?.end('this is not HTTP\r\n\r\n');
  };

  it.each<readonly [string, Reply]>([
    ['a half JSON', { text: '{"bindings":[{"role":"roles/owner",' }],
    [
      'an HTML page',
      { text: '<!doctype html><title>Sign in</title>', headers: { 'content-type': 'text/html' } },
    ],
    ['an empty body', { text: '' }],
    ['null', { text: 'null' }],
    ['a list', { text: '[]' }],
    ['a text', { text: '"ok"' }],
    ['a body cut off by its length', cut],
    ['a chunked body cut off', cutChunk],
    ['something that is not HTTP', notHttp],
    ['a body that cannot be unpacked', { text: 'plain', headers: { 'content-encoding': 'gzip' } }],
    ['a packing that is not known', { text: '{}', headers: { 'content-encoding': 'zstd' } }],
    ['bindings that are null', { json: { bindings: null } }],
    ['bindings that are no list', { json: { bindings: { role: 'roles/owner' } } }],
    ['a binding that is null', { json: { bindings: [null] } }],
    ['a binding without a role', { json: { bindings: [{ members: ['user:a@acme.test'] }] } }],
    ['a member that is no text', { json: { bindings: [{ role: 'roles/owner', members: [7] }] } }],
    ['a condition without an expression', { json: { bindings: [{ role: 'roles/owner', condition: {} }] } }],
    [
      'an error dressed as a success',
      { json: { error: { code: 403, message: 'no', status: 'PERMISSION_DENIED' } } },
    ],
    ['a prototype for a policy', { text: '{"__proto__":{"bindings":[]},"bindings":7}' }],
    ['10,000 lists in each other', { text: `${'['.repeat(10_000)}${']'.repeat(10_000)}` }],
  ])('%s is malformed, never an empty policy', async (_, reply) => {
    const { look, sent } = await ask([reply]);
    expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
    // Only a connection that broke may do better the next time.
    expect(sent).toBe(reply === cut || reply === cutChunk ? 3 : 1);
  });

  it('ignores what it does not know and what is null where nothing is allowed', async () => {
    const json = {
      bindings: [{ role: 'roles/owner', members: [], condition: null, bindingId: 'x' }],
      etag: null,
      rules: [{}],
    };
    const { look } = await ask([{ json }]);
    expect(look).toEqual({
      ok: true,
      value: {
        bindings: [{ role: 'roles/owner', members: [], condition: undefined }],
        auditConfigs: [],
        etag: undefined,
      },
    });
  });

  it('of pages that repeat or never end is no list', async () => {
    let page = 0;
    const looping = { json: { effectiveTags: [], nextPageToken: 'same' } };
    await withServer([looping], async (server) => {
      const look = await server.google().resourceManager.effectiveTags('//x/y', terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'malformed' } });
      expect(server.requests).toHaveLength(2);
    });
    const endless = (): Reply => {
      page += 1;
      return { json: { nextPageToken: `p${page}` } };
    };
    await withServer(endless, async (server) => {
      const look = await server.google().resourceManager.effectiveTags('//x/y', terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
      expect(server.requests).toHaveLength(100);
    });
  });
});

describe('secrets', () => {
  it('never show in a problem, whatever Google says', async () => {
    const said = [
      `the token ${TOKEN} is over`,
      `authorization: Bearer ${TOKEN}`,
      'header {"authorization":"Bearer abcdefghijklmnop"}',
      'JWT eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is invalid',
      'refresh_token=1//0abcdefghijklmnopqrstuv and client_secret: GOCSPX-abcdef',
      `${'x'.repeat(280)} ${TOKEN}`,
      '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
    ];
    const replies = said.flatMap((text) => [
      apiError(403, 'PERMISSION_DENIED', text),
      apiError(503, 'UNAVAILABLE', text),
      { text: `"${TOKEN}"` },
    ]);
    for (const reply of replies) {
      const { look } = await ask([reply]);
      const seen = JSON.stringify(look);
      expect(look.ok).toBe(false);
      expect(seen).not.toContain(TOKEN);
      expect(seen).not.toContain('a-very-secret');
      expect(seen).not.toMatch(/abcdefghijkl|eyJhbGci|GOCSPX-a|MIIE/);
    }
  });

  it('are not taken for secrets when they are the words of an emulator', async () => {
    await withServer(
      [apiError(403, 'PERMISSION_DENIED', 'the emulator refuses alice@acme.test')],
      async (server) => {
        const look = await server.google({ token: 'emulator' }).resourceManager.project(project, terms());
        expect(look).toMatchObject({ problem: { message: 'the emulator refuses alice@acme.test' } });
      },
    );
  });
});

/** The page's files and who may have them: a plain server with a folder, no company needed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../../src/sandbox/web/guard.js';
import { serveFile } from '../../../src/sandbox/web/static.js';
import { ask } from './harness.js';

let top: string;
let server: Server;
let port: number;
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'iap-doctor-page-'));
  const folder = join(top, 'page');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'app-1a2b.css'), 'body {}');
  writeFileSync(join(folder, '.env.txt'), 'hidden');
  writeFileSync(join(top, 'secret.txt'), 'secret');
  server = createServer((request, response) => {
    void serveFile(folder, (request.url ?? '/').split('?')[0] ?? '/', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(top, { recursive: true, force: true });
});

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/?person=maya', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'max-age=31536000, immutable'],
    ['/assets/app-1a2b.css', 'text/css; charset=utf-8', 'max-age=31536000, immutable'],
  ])('%s comes as %s', async (path, type, cache) => {
    const answer = await ask(port, 'GET', path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '//secret.txt',
    '/assets//app-1a2b.js',
    '/.env.txt',
    '/assets',
    '/nothing.js',
    '/index.html/',
    '/assets/app-1a2b.js%00.txt',
    '/page\\..\\secret.txt',
  ])('%s is not found', async (path) => {
    const answer = await ask(port, 'GET', path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  it('never leave the folder, whatever the path is made of', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      'assets',
      'secret.txt',
      '%2e%2e',
      '%2f',
      '\\',
      '~',
      '',
      ':',
      'C:',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const answer = await ask(port, 'GET', `/${pieces.join('/')}`);
        expect(answer.body).not.toContain('secret');
      }),
      { numRuns: 150 },
    );
  });

  it('say how to build them when they are not there', async () => {
    const empty = createServer((_request, response) => void serveFile(join(top, 'none'), '/', response));
    await new Promise<void>((resolve) => empty.listen(0, '127.0.0.1', resolve));
    try {
      const answer = await ask((empty.address() as AddressInfo).port, 'GET', '/');
      expect(answer.status).toBe(503);
      expect(answer.body).toContain('npm run build');
    } finally {
      await new Promise((resolve) => empty.close(resolve));
    }
  });
});

describe('who may ask', () => {
  const json = { 'content-type': 'application/json', 'x-iap-doctor-sandbox': '1' };

  it.each(['127.0.0.1:4710', 'localhost:4710', 'LOCALHOST', '[::1]:4710'])('the page at %s', (host) => {
    expect(refusal('GET', { host })).toBeUndefined();
    expect(refusal('POST', { host, ...json })).toBeUndefined();
    expect(refusal('POST', { host, ...json, origin: `http://${host}` })).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'evil.test',
    'evil.test:4710',
    '127.0.0.1.evil.test',
    'localhost.evil.test:4710',
    'localhost:4710.evil.test',
    '127.0.0.1:4710@evil.test',
    '127.1:4710',
    '0.0.0.0:4710',
    '10.0.0.5:4710',
    '[::ffff:127.0.0.1]:4710',
    'localhost:4710, evil.test',
  ])('nobody who calls this computer %s', (host) => {
    const headers = host === undefined ? {} : { host };
    expect(refusal('GET', headers)).toMatch(/127\.0\.0\.1 and localhost only/);
    expect(refusal('POST', { ...headers, ...json })).toMatch(/127\.0\.0\.1 and localhost only/);
  });

  it.each([
    'http://evil.test',
    'null',
    'https://127.0.0.1:4710',
    'http://127.0.0.1:9',
    'http://localhost:4710',
  ])('no page from %s', (origin) => {
    const host = '127.0.0.1:4710';
    expect(refusal('GET', { host, origin })).toMatch(/own page only/);
    expect(refusal('POST', { host, origin, ...json })).toMatch(/own page only/);
  });

  it('no form and no script of another website, which could send neither the header nor JSON unasked', () => {
    const host = '127.0.0.1:4710';
    expect(refusal('POST', { host, 'content-type': 'application/json' })).toMatch(/header/);
    expect(refusal('POST', { host, ...json, 'content-type': 'text/plain' })).toMatch(/application\/json/);
    expect(refusal('GET', { host, 'sec-fetch-site': 'cross-site' })).toMatch(/own page only/);
  });
});

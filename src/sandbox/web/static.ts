/** Serves the built page out of one folder: files by their name, and never anything outside of it. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Nothing but the page's own files. What the page's script sets on an element's `style` needs no leave of this. */
const SECURITY = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>iap-doctor sandbox</title><p>The page has not been built. Run <code>npm run build</code> and load this again; until then the prompt works.</p></html>';

/** A path of a built file: plain names only, so that nothing can lead out of the folder whatever it is made of. */
const PLAIN = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;

/** Answers a GET for a file. Anything that is no plain path is not found. */
export async function serveFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? '/index.html' : path;
  const type = TYPES[extname(name).toLowerCase()];
  if (!PLAIN.test(name) || type === undefined)
    return send(response, 404, 'text/plain; charset=utf-8', 'Not found.');
  try {
    const body = await readFile(join(folder, name));
    // Built files carry a hash in their name; the page itself does not.
    const cache = name.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
    send(response, 200, type, body, { 'cache-control': cache });
  } catch {
    if (name === '/index.html') send(response, 503, TYPES['.html'] ?? '', NOT_BUILT);
    else send(response, 404, 'text/plain; charset=utf-8', 'Not found.');
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...SECURITY, 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(body);
}

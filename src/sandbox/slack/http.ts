/** Small helpers for the emulator's HTTP server: bodies, answers and form fields that hold JSON. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const LARGEST = 2_000_000;

/** The whole body as text; rejects when it is larger than Slack would take. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > LARGEST) throw new Error('body too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export type Args = Readonly<Record<string, unknown>>;

/** Arguments of a Web API call: JSON, or form fields (then every value is a string). Undefined when unreadable. */
export function parseArgs(contentType: string, body: string): Args | undefined {
  if (contentType.startsWith('application/json')) {
    const value = parseJson(body === '' ? '{}' : body);
    return isRecord(value) ? value : undefined;
  }
  return Object.fromEntries(new URLSearchParams(body));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A field that is JSON in a form and itself in a JSON body. */
export function structureOf(value: unknown): unknown {
  return typeof value === 'string' ? parseJson(value) : value;
}

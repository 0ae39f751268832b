/** What stands between the network and Bolt's HTTP receiver: health, signatures, size and shape of the body. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import type { Log } from '../log.js';
import { answerHealth, type Health } from './health.js';
import { signatureFault } from './signature.js';

/** Slack's own payloads stay far below this. */
const LARGEST_BODY = 1_000_000;
const FORM = 'application/x-www-form-urlencoded';

export interface FrontDoor {
  /** `/slack/events`: events, commands and interactivity. */
  readonly path: string;
  readonly signingSecret: string;
  readonly now: () => number;
  readonly health: Health;
  /** Bolt's listener; it finds the body already read in `rawBody`. */
  readonly bolt: RequestListener;
  readonly log: Log;
}

/**
 * The listener of the HTTP server. Unsigned requests get 401, bodies that are no object 400: Bolt 5.1.0 ends the
 * process on a signed body of `null` or `payload=null`.
 */
export function frontDoor(door: FrontDoor): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (answerHealth(path, request, response, door.health)) return;
    if (path !== door.path) return end(response, 404);
    if (request.method !== 'POST') return end(response, 405);
    void letIn(door, request, response);
  };
}

async function letIn(door: FrontDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request);
    if (body === 'too-large') return end(response, 413);
    const isForm = isFormType(request);
    if (isForm && parseForm(body.toString()).ssl_check === '1') return end(response, 200);
    const fault = signatureFault(
      {
        timestamp: header(request, 'x-slack-request-timestamp'),
        signature: header(request, 'x-slack-signature'),
        body,
      },
      door.signingSecret,
      door.now(),
    );
    if (fault !== undefined) {
      door.log.warn({ fault }, 'Refused a request that Slack did not sign');
      return end(response, 401);
    }
    if (!isObject(body, isForm)) {
      door.log.warn({}, 'Refused a signed request whose body is no object');
      return end(response, 400);
    }
    // Bolt compares the type as a whole word and would read `…; charset=utf-8` as JSON.
    if (isForm) request.headers['content-type'] = FORM;
    await door.bolt(Object.assign(request, { rawBody: body }), response);
  } catch (error) {
    door.log.warn({ error: String(error) }, 'A request broke off');
    end(response, 400);
  }
}

function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('closed before the end of the body')));
  });
}

function isFormType(request: IncomingMessage): boolean {
  const type = (header(request, 'content-type') ?? '').split(';')[0];
  return type?.trim().toLowerCase() === FORM;
}

function isObject(body: Buffer, isForm: boolean): boolean {
  const text = body.toString();
  const payload = isForm ? parseForm(text).payload : text;
  if (isForm && payload === undefined) return true;
  if (typeof payload !== 'string') return false;
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

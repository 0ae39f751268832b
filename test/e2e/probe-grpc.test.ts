/** gRPC asked of the built program: requests made of JSON, methods that stream, streams with keepalive and without. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProbeReport } from '../../src/probe/report.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';

const HOST = 'orders.acme.test';
let street: ProbeStreet;
let token: string;
beforeAll(async () => {
  street = await openProbeStreet();
  token = street.tokenFile(DEPLOYER);
});
afterEach(() => street.front.mend(HOST));
afterAll(() => street.close());

const ask = (method: string, ...more: readonly string[]) =>
  street.probe('orders', '--grpc', `acme.orders.v1.Orders/${method}`, '--token-file', token, ...more);

async function report(method: string, ...more: readonly string[]): Promise<ProbeReport> {
  const { stdout, stderr } = await ask(method, '--json', '--timeout', '15s', ...more);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`no JSON: ${stdout}\n${stderr}`);
  }
}

describe('a request made of JSON', () => {
  it('is sent by the client and raw alike', async () => {
    const made = await report('Get', '--data', '{"id":"o-1001"}');
    expect(made).toMatchObject({ verdict: 'through', grpc: { status: 0, shape: 'unary' } });
    expect(made.http?.trailers['grpc-status']).toBe('0');
  });

  it('that does not fit is a mistake of the words, and nothing was called', async () => {
    const calls = () =>
      street.front
        .requests()
        .filter(({ method, target }) => method === 'POST' && target.endsWith('Orders/Get')).length;
    const before = calls();
    const { code, stderr } = await ask('Get', '--data', '{"colour":"red"}');
    expect(code).toBe(2);
    expect(stderr).toContain('colour');
    expect(calls()).toBe(before);
  });
});

describe('a method that streams', () => {
  it('is called without using up the time, and held after that', async () => {
    await street.front.set(HOST, { streamEvery: 300 });
    const made = await report('Watch', '--stream', '2s');
    expect(made).toMatchObject({ verdict: 'through', grpc: { status: null, shape: 'server-streaming' } });
    expect(made.stream.map(({ end }) => end)).toEqual(['held', 'held']);
    for (const one of made.stream) expect(one.messages).toBeGreaterThan(1);
  });

  it('is spared by keepalive where the connection is cut for its silence', async () => {
    await street.front.set(HOST, { stream: 'quiet-cut', streamAfter: 1500, streamEvery: 60_000 });
    const made = await report('Watch', '--stream', '4s');
    expect(made).toMatchObject({
      verdict: 'failing',
      failedStage: 'stream',
      cause: { code: 'stream-idle-cut' },
    });
    expect(made.stream[0]).toMatchObject({ keepalive: true, end: 'held' });
    expect(made.stream[1]).toMatchObject({ keepalive: false, end: 'closed' });
  }, 60_000);
});

describe('a unary method that is to be held', () => {
  it('gives way to health Watch, and the answer says so', async () => {
    const made = await report('List', '--stream', '1s');
    expect(made.stream[0]).toMatchObject({ method: 'grpc.health.v1.Health/Watch', end: 'held' });
    expect(made.stream[0]?.note).toContain('unary');
  });
});

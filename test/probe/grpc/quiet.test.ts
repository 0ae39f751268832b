/** What the environment may do to grpc-js: make it speak of credentials, or send them through somebody else's proxy. */
import { afterAll, describe, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  process.env.GRPC_TRACE = 'all';
  process.env.GRPC_VERBOSITY = 'DEBUG';
  process.env.grpc_proxy = 'http://127.0.0.1:1';
  process.env.no_grpc_proxy = 'nowhere.acme.test';
});

const { logVerbosity, setLogger, setLogVerbosity } = await import('@grpc/grpc-js');
const { callGrpc } = await import('../../../src/probe/grpc/index.js');
const { startDemo } = await import('./demo-server.js');
const { optionsAt } = await import('./endpoints.js');

afterAll(() => vi.restoreAllMocks());

describe('grpc_proxy', () => {
  it('is not taken: a probe connects to the address the guard has seen', async () => {
    const server = await startDemo({});
    const seen = await callGrpc({
      ...optionsAt(server.port),
      method: 'acme.orders.v1.Orders/Get',
      reflect: false,
    });
    expect(seen).toMatchObject({ status: 0 });
    server.close();
  });
});

describe('GRPC_TRACE and GRPC_VERBOSITY', () => {
  it('make nobody print what is sent', async () => {
    const server = await startDemo({});
    const heard: string[] = [];
    const listen = (...words: unknown[]) => {
      heard.push(words.join(' '));
    };
    vi.spyOn(console, 'error').mockImplementation(listen);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      heard.push(String(text));
      return true;
    });
    const call = () =>
      callGrpc({
        ...optionsAt(server.port),
        credential: { header: 'authorization', value: 'Bearer opaque-credential' },
        method: 'acme.orders.v1.Orders/Get',
        reflect: false,
      });
    expect(await call()).toMatchObject({ status: 0 });
    expect(heard).toEqual([]);

    // The same call with the voice given back: without our silence it would all have been printed.
    setLogVerbosity(logVerbosity.DEBUG);
    setLogger({ error: listen, info: listen, debug: listen });
    await call();
    expect(heard.length).toBeGreaterThan(0);
    server.close();
  });
});

/** grpc-js has a voice of its own, and the environment can raise it: a probe's credential must not be heard. */
import { afterAll, describe, expect, it, vi } from 'vitest';

vi.hoisted(() => {
  process.env.GRPC_TRACE = 'all';
  process.env.GRPC_VERBOSITY = 'DEBUG';
});

const { logVerbosity, setLogger, setLogVerbosity } = await import('@grpc/grpc-js');
const { callGrpc } = await import('../../../src/probe/grpc/index.js');
const { startDemo } = await import('./demo-server.js');
const { optionsAt } = await import('./endpoints.js');

afterAll(() => vi.restoreAllMocks());

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

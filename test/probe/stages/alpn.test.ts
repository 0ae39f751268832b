/** The alpn stage says which protocol the server speaks, and is not misled by what it prefers. */
import type { TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { grpcPost } from '../../../src/probe/wire/requests.js';
import { FRAMES, onRequest, tlsServer } from '../../support/odd-servers.js';
import { certified, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Speaks whichever protocol was agreed on. */
async function server(options: TlsOptions): Promise<number> {
  const { leaf } = await certified();
  const listening = await tlsServer({ ...leaf, ...options }, (socket) => {
    if (socket.alpnProtocol !== 'h2') {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
      return;
    }
    socket.write(FRAMES.settings);
    onRequest(socket, () => socket.write(FRAMES.headers200End));
  });
  open.push(listening);
  return listening.port;
}

async function walked(need: 'h2' | 'any', options: TlsOptions) {
  const result = await walkTo('https', await server(options), { need, request: grpcPost('a.B/C') });
  open.push(result);
  return result;
}

describe('the alpn stage', () => {
  it('takes h2 where the server has it', async () => {
    const { reply, stages } = await walked('h2', { ALPNProtocols: ['h2', 'http/1.1'] });
    expect(reply).toMatchObject({ status: 200, protocol: 'h2' });
    expect(stages.find(({ stage }) => stage === 'alpn')).toMatchObject({ ok: true, facts: { chosen: 'h2' } });
  });

  it.each([
    [{ ALPNProtocols: ['http/1.1'] }, 'speaks only HTTP/1.1'],
    [{}, 'it takes no part in ALPN'],
  ] as const)('with %j: gRPC cannot work here, plain HTTP can', async (options, words) => {
    const needed = await walked('h2', options);
    expect(needed.halt).toMatchObject({ stage: 'alpn', code: 'alpn-no-h2' });
    expect(needed.halt?.detail).toContain(words);
    const any = await walked('any', options);
    expect(any.reply).toMatchObject({ status: 200, protocol: 'http/1.1' });
  });

  it('asks again with h2 alone before it says so: a server may only prefer HTTP/1.1', async () => {
    const options: TlsOptions = {
      ALPNCallback: ({ protocols }) => (protocols.includes('http/1.1') ? 'http/1.1' : protocols[0]),
    };
    const { reply, stages } = await walked('h2', options);
    expect(reply).toMatchObject({ status: 200, protocol: 'h2' });
    expect(stages.find(({ stage }) => stage === 'alpn')?.facts).toMatchObject({
      chosen: 'http/1.1',
      chosenOfH2Alone: 'h2',
    });
  });

  it('names a server that takes neither', async () => {
    const { halt } = await walked('any', { ALPNCallback: () => undefined });
    expect(halt).toMatchObject({ stage: 'alpn', code: 'alpn-no-h2' });
    expect(halt?.detail).toContain('neither h2 nor http/1.1');
  });
});

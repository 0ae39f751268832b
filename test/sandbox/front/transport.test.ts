/** Every misbehaviour before and beneath HTTP, seen by clients that look at frames: net, tls, http2. */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSwitches } from '../../../src/sandbox/front/index.js';
import { ask, askH1, h2Session, openStreet, readReply, type Street } from './harness.js';

const HOST = 'status.acme.test';
const URL_OF_IT = `https://${HOST}/`;
let street: Street;
beforeAll(async () => {
  street = await openStreet({ ownPorts: [HOST], careless: [HOST] });
});
afterAll(() => street.close());

/** Flips switches for as long as something is looked at. */
async function flipped<T>(switches: Partial<HostSwitches>, look: () => Promise<T>): Promise<T> {
  await street.front.set(HOST, switches);
  try {
    return await look();
  } finally {
    await street.front.mend(HOST);
  }
}

/** How a plain connection ends: connected and what came then, or the error. Gives up after a while. */
function knock(patience: number, say?: string): Promise<string> {
  const [, port] = street.front.addressOf(HOST).split(':');
  return new Promise((resolve) => {
    const socket = connectTcp(Number(port), '127.0.0.1');
    let state = 'no answer';
    const timer = setTimeout(() => end(state), patience);
    const end = (text: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    socket.once('connect', () => {
      state = 'connected, then silence';
      if (say) socket.write(say);
    });
    socket.once('data', (chunk) => end(`said ${chunk.toString('latin1').slice(0, 12)}`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'error'));
    socket.once('end', () => end('ended'));
  });
}

/** The outcome of a TLS handshake that offers these protocols: the chosen one, or the error's code. */
function handshake(protocols: string[], patience = 5000): Promise<string> {
  const [, port] = street.front.addressOf(HOST).split(':');
  return new Promise((resolve) => {
    const socket = connectTls({
      host: '127.0.0.1',
      port: Number(port),
      servername: HOST,
      ca: street.front.caPem,
      ALPNProtocols: protocols,
    });
    const timer = setTimeout(() => end('silence'), patience);
    const end = (text: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    socket.once('secureConnect', () => end(`alpn ${String(socket.alpnProtocol)}`));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'error'));
  });
}

describe('a host with a port of its own', () => {
  it('can refuse, close, stay silent, or not answer the first packet, and be mended', async () => {
    expect(await flipped({ tcp: 'refuse' }, () => knock(5000))).toBe('ECONNREFUSED');
    expect(await flipped({ tcp: 'reset' }, () => knock(5000, 'x'))).toBe('ECONNRESET');
    expect(await flipped({ tcp: 'silent' }, () => knock(1500, 'x'))).toBe('connected, then silence');
    expect((await ask(street.front, URL_OF_IT)).status).toBe(200);
  });

  it('can leave the first packet without an answer', async () => {
    expect(await flipped({ tcp: 'no-answer' }, () => knock(700))).toBe('no answer');
    expect((await ask(street.front, URL_OF_IT)).status).toBe(200);
  });

  it('leaves the other hosts alone', async () => {
    await flipped({ tcp: 'refuse' }, async () => {
      expect((await ask(street.front, 'https://dash.acme.test/')).status).toBe(302);
    });
  });
});

describe('the TLS layer', () => {
  const both = ['h2', 'http/1.1'];

  it('can answer in plain text, refuse, or be cut', async () => {
    expect(await flipped({ tls: 'not-tls' }, () => handshake(both))).toMatch(/WRONG_VERSION_NUMBER|EPROTO/);
    expect(await flipped({ tls: 'alert' }, () => handshake(both))).toMatch(/HANDSHAKE_FAILURE|EPROTO/);
    expect(await flipped({ tls: 'cut' }, () => handshake(both))).toBe('ECONNRESET');
  });

  it('shows the certificate that was ordered, and a sound one after mending', async () => {
    const shown = (certificate: HostSwitches['certificate']) =>
      flipped({ certificate }, () => handshake(both));
    expect(await shown('expired')).toBe('CERT_HAS_EXPIRED');
    expect(await shown('not-yet-valid')).toBe('CERT_NOT_YET_VALID');
    expect(await shown('wrong-host')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await shown('self-signed')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await shown('unknown-ca')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await handshake(both)).toBe('alpn h2');
    expect(await flipped({ certificateFor: 1 }, () => handshake(both))).toBe('CERT_HAS_EXPIRED');
  });

  it('offers the protocols it is switched to', async () => {
    const offered = (alpn: HostSwitches['alpn'], protocols: string[]) =>
      flipped({ alpn }, () => handshake(protocols));
    expect(await offered('both', ['http/1.1'])).toBe('alpn http/1.1');
    expect(await offered('no-h2', both)).toBe('alpn http/1.1');
    expect(await offered('no-h2', ['h2'])).toMatch(/NO_APPLICATION_PROTOCOL/);
    expect(await offered('only-h2', both)).toBe('alpn h2');
    expect(await offered('none', both)).toBe('alpn false');
    expect((await flipped({ alpn: 'none' }, () => askH1(street.front, URL_OF_IT))).status).toBe(200);
  });
});

describe('the HTTP/2 layer', () => {
  it('can withhold its settings', async () => {
    await flipped({ http2: 'no-settings' }, async () => {
      const session = await h2Session(street.front, HOST);
      const settings = once(session, 'remoteSettings').then(() => 'settings');
      const patience = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
      expect(await Promise.race([settings.catch(() => 'closed'), patience])).toBe('silence');
      session.destroy();
    });
  });

  it('can say its settings and never answer', async () => {
    await flipped({ http2: 'silent' }, async () => {
      const session = await h2Session(street.front, HOST);
      await once(session, 'remoteSettings');
      const reply = readReply(session.request({ ':path': '/' })).catch(() => 'none');
      const patience = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
      expect(await Promise.race([reply, patience])).toBe('silence');
      session.destroy();
    });
  });

  it('can send GOAWAY with a code and no stream', async () => {
    await flipped({ http2: 'goaway', http2Code: 11 }, async () => {
      const session = await h2Session(street.front, HOST);
      const told = new Promise((resolve) => {
        session.once('goaway', (code: number, last: number) => resolve({ code, last }));
      });
      session.on('error', () => undefined);
      const reply = readReply(session.request({ ':path': '/' })).catch(() => 'none');
      expect(await told).toEqual({ code: 11, last: 0 });
      expect(await reply).toBe('none');
      session.destroy();
    });
  });

  it('can reset a stream with a code and keep the connection', async () => {
    await flipped({ http2: 'reset', http2Code: 7 }, async () => {
      const session = await h2Session(street.front, HOST);
      const stream = session.request({ ':path': '/' });
      await expect(readReply(stream)).rejects.toThrow();
      expect(stream.rstCode).toBe(7);
      expect(session.destroyed).toBe(false);
      session.destroy();
    });
  });

  it('can send what is no frame', async () => {
    await flipped({ http2: 'protocol-error' }, async () => {
      const session = await h2Session(street.front, HOST);
      const failed = once(session, 'error').catch((error: unknown) => [error]);
      const reply = readReply(session.request({ ':path': '/' })).catch(() => 'none');
      const [error] = (await failed) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ERR_HTTP2_ERROR');
      expect(await reply).toBe('none');
    });
  });

  it('can close without a word, before or in the middle of the answer', async () => {
    const watch = async (http2: 'closed' | 'half-reply') =>
      flipped({ http2 }, async () => {
        const session = await h2Session(street.front, HOST);
        session.on('error', () => undefined);
        let goaway = false;
        session.once('goaway', () => {
          goaway = true;
        });
        const stream = session.request({ ':path': '/' });
        let head = false;
        let bytes = 0;
        stream.on('response', () => {
          head = true;
        });
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        stream.on('error', () => undefined);
        await new Promise((resolve) => session.once('close', resolve));
        return { goaway, head, bytes: bytes > 0 };
      });
    expect(await watch('closed')).toEqual({ goaway: false, head: false, bytes: false });
    expect(await watch('half-reply')).toEqual({ goaway: false, head: true, bytes: true });
    const over1 = (http2: 'closed' | 'half-reply') =>
      flipped({ http2 }, () => askH1(street.front, URL_OF_IT));
    await expect(over1('closed')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(over1('half-reply')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('the door', () => {
  it('leads plain HTTP to TLS', async () => {
    const [, port] = street.front.addressOf(HOST).split(':');
    const seen = await fetch(`http://127.0.0.1:${port}/a?b`, { redirect: 'manual' });
    expect(seen.status).toBe(301);
    expect(seen.headers.get('location')).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/a\?b$/);
  });

  it('takes a request and never answers it, when it is told to', async () => {
    await flipped({ reply: 'silent' }, async () => {
      const session = await h2Session(street.front, HOST);
      const reply = readReply(session.request({ ':path': '/' })).catch(() => 'none');
      const patience = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
      expect(await Promise.race([reply, patience])).toBe('silence');
      session.destroy();
    });
  });

  it('serves a client that splits its first message into single bytes', async () => {
    const [, port] = street.front.addressOf(HOST).split(':');
    const raw = connectTcp(Number(port), '127.0.0.1');
    raw.setNoDelay(true);
    await once(raw, 'connect');
    const write = raw.write.bind(raw);
    const bits: Buffer[] = [];
    // The handshake's first bytes are sent one by one; what follows goes as it is.
    raw.write = ((chunk: Buffer, ...rest: []) => {
      if (bits.length > 0 || !Buffer.isBuffer(chunk)) return write(chunk, ...rest);
      bits.push(chunk);
      for (const byte of chunk) write(Buffer.from([byte]));
      return true;
    }) as typeof raw.write;
    const secure = connectTls({
      socket: raw,
      servername: HOST,
      ca: street.front.caPem,
      ALPNProtocols: ['h2'],
    });
    await once(secure, 'secureConnect');
    expect(secure.alpnProtocol).toBe('h2');
    secure.destroy();
  });
});

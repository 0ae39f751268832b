/** Streams that are held open, and what cut them. Times are ratios and orders, never exact. */
import { afterAll, describe, expect, it } from 'vitest';
import { holdStream } from '../../../src/probe/grpc/index.js';
import { progressLine } from '../../../src/probe/grpc/stream-progress.js';
import { type DemoOptions, startDemo } from './demo-server.js';
import { optionsAt } from './endpoints.js';
import { framed, type Heard, startFrames } from './frame-server.js';

const LIST = 'acme.orders.v1.Orders/List';
const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function frames(serve: (heard: Heard) => void, quiet = false): Promise<number> {
  const server = await startFrames(serve, { quiet });
  closing.push(server.close);
  return server.port;
}
async function demo(options: DemoOptions): Promise<number> {
  const server = await startDemo(options);
  closing.push(server.close);
  return server.port;
}
const opened = (heard: Heard): void => {
  heard.respond();
  heard.data(framed(''));
};

describe('a stream that nobody cuts', () => {
  it('is held as long as was asked, after its first message, with keepalive and without', async () => {
    const port = await frames((heard) => {
      opened(heard);
      heard.data(framed('second'));
    });
    const seen = await holdStream({ ...optionsAt(port), method: LIST, reflect: false, holdMs: 400 });
    expect(seen).toHaveLength(2);
    for (const stream of seen) {
      expect(stream).toMatchObject({ end: { kind: 'held' }, messages: 2, method: LIST, httpStatus: 200 });
      expect(stream.heldMs).toBeGreaterThanOrEqual(400);
      expect(stream.idleMs).toBeGreaterThan(300);
      expect(stream.clientWouldSee).toBeUndefined();
    }
    expect(seen[0]?.pings?.answered).toBeGreaterThan(0);
    expect(seen[1]?.pings).toBeUndefined();
  });

  it('outlives the deadline, which holds up to the first message only', async () => {
    const port = await frames(opened);
    const seen = await holdStream({ ...optionsAt(port, 300), method: LIST, reflect: false, holdMs: 700 });
    for (const stream of seen) {
      expect(stream.end).toEqual({ kind: 'held' });
      expect(stream.heldMs).toBeGreaterThanOrEqual(700);
    }
  });

  it('is reported about once a second while it is open', async () => {
    const lines: string[] = [];
    const port = await frames(opened);
    const onProgress = (line: string) => lines.push(line);
    await holdStream({ ...optionsAt(port), method: LIST, reflect: false, holdMs: 1500, onProgress });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^stream open \d s, 1 message$/);
  });

  it('tells when the credential expired while it was open', async () => {
    const port = await frames(opened);
    const ask = { ...optionsAt(port), method: LIST, reflect: false, holdMs: 300 };
    const [during] = await holdStream({ ...ask, tokenExpiresAt: Date.now() + 150 });
    expect(during?.tokenExpiredAfterMs).toBeLessThan(200);
    const [after] = await holdStream({ ...ask, tokenExpiresAt: Date.now() + 60_000 });
    expect(after?.tokenExpiredAfterMs).toBeUndefined();
    const [before] = await holdStream({ ...ask, tokenExpiresAt: Date.now() - 5000 });
    expect(before?.tokenExpiredAfterMs).toBeLessThan(-4000);
  });
});

describe('a server that cuts connections without traffic', () => {
  it('spares the stream with keepalive and cuts the other one', async () => {
    const idleMs = 500;
    const port = await frames((heard) => {
      opened(heard);
      let timer = setTimeout(() => heard.socket.end(), idleMs);
      heard.onPing(() => {
        clearTimeout(timer);
        timer = setTimeout(() => heard.socket.end(), idleMs);
      });
    });
    const [kept, cut] = await holdStream({
      ...optionsAt(port),
      method: LIST,
      reflect: false,
      holdMs: 1600,
      keepaliveMs: 60,
    });
    expect(kept).toMatchObject({ keepalive: true, end: { kind: 'held' } });
    expect(cut).toMatchObject({ keepalive: false, end: { kind: 'closed' } });
    expect(cut?.heldMs).toBeLessThan(kept?.heldMs ?? 0);
    expect(cut?.idleMs).toBeGreaterThan(idleMs * 0.8);
  });
});

describe('a server that cuts streams at an age', () => {
  it('cuts both alike, whatever is sent on them', async () => {
    const port = await frames((heard) => {
      opened(heard);
      const ticking = setInterval(() => heard.data(framed('')), 40);
      setTimeout(() => {
        clearInterval(ticking);
        heard.trailers({ 'grpc-status': '14', 'grpc-message': 'upstream request timeout' });
      }, 300);
    });
    const ask = { ...optionsAt(port), method: LIST, reflect: false, holdMs: 5000, keepaliveMs: 50 };
    for (const stream of await holdStream(ask)) {
      expect(stream.end).toMatchObject({ kind: 'status', status: 14, details: 'upstream request timeout' });
      expect(stream.clientWouldSee).toBe('14 UNAVAILABLE: upstream request timeout');
      expect(stream.messages).toBeGreaterThan(1);
      expect(stream.idleMs).toBeLessThan(stream.heldMs / 2);
    }
  });

  it('is told by the GOAWAY, even when the stream is given time to end', async () => {
    const port = await frames((heard) => {
      opened(heard);
      heard.goaway(0, 'max_age');
      setTimeout(() => heard.reset(8), 100);
    });
    const ask = { ...optionsAt(port), method: LIST, reflect: false, holdMs: 5000 };
    for (const { end } of await holdStream(ask))
      expect(end).toEqual({ kind: 'goaway', code: 0, name: 'NO_ERROR', debug: 'max_age' });
  });
});

describe('a peer that no longer answers PING', () => {
  it('is given up with keepalive, as a client would, and not noticed without', async () => {
    const [kept, other] = await holdStream({
      ...optionsAt(await frames(opened, true)),
      method: LIST,
      reflect: false,
      holdMs: 900,
      keepaliveMs: 50,
      keepaliveTimeoutMs: 150,
    });
    expect(kept).toMatchObject({ end: { kind: 'closed' }, note: expect.stringContaining('PING') });
    expect(kept?.pings).toEqual({ sent: 1, answered: 0 });
    expect(other?.end).toEqual({ kind: 'held' });
  });
});

describe('a server that counts PING frames', () => {
  /** As grpc-go does: the first is free, two more are let pass, the next ends the connection. */
  const counting = (heard: Heard): void => {
    opened(heard);
    heard.onPing(() => {
      if (heard.pings() > 3) heard.goaway(11, 'too_many_pings');
    });
  };

  it('has no cause to end the stream, unless it is asked to be pinged more often', async () => {
    const ask = { ...optionsAt(await frames(counting)), method: LIST, reflect: false, holdMs: 800 };
    const [kept] = await holdStream(ask);
    expect(kept).toMatchObject({ end: { kind: 'held' } });
    expect(kept?.pings?.sent).toBeGreaterThan(0);
    const [hasty] = await holdStream({ ...ask, keepaliveMs: 20 });
    expect(hasty?.end).toMatchObject({ kind: 'goaway', code: 11, debug: 'too_many_pings' });
  });
});

describe('which method is held', () => {
  const streaming: DemoOptions = { list: (call) => call.write(Buffer.alloc(0)) };
  const hold = async (options: DemoOptions, method: string | undefined) => {
    const [seen] = await holdStream({ ...optionsAt(await demo(options)), method, holdMs: 150 });
    return seen;
  };
  const WATCH = 'grpc.health.v1.Health/Watch';
  const well: DemoOptions = { ...streaming, health: { '': 'SERVING' }, reflection: 'all' };

  it('is the streaming method that was asked for', async () => {
    expect(await hold(well, LIST)).toMatchObject({ method: LIST, end: { kind: 'held' } });
  });

  it('is health Watch when none was', async () => {
    expect(await hold(well, undefined)).toMatchObject({ method: WATCH, end: { kind: 'held' } });
  });

  it.each(['Get', 'Upload', 'Chat'])(
    'is health Watch in the place of %s, and the note says why',
    async (name) => {
      const seen = await hold(well, `acme.orders.v1.Orders/${name}`);
      expect(seen).toMatchObject({
        method: WATCH,
        end: { kind: 'held' },
        note: expect.stringContaining(name),
      });
    },
  );

  it('is health Watch after a method nobody described answered and ended', async () => {
    const seen = await hold({ health: { '': 'SERVING' } }, 'acme.orders.v1.Orders/Get');
    expect(seen).toMatchObject({
      method: WATCH,
      end: { kind: 'held' },
      note: expect.stringContaining('Get'),
    });
  });

  it('is nothing when there is no stream at all, and the note says so', async () => {
    const seen = await hold({}, undefined);
    expect(seen).toMatchObject({
      end: { kind: 'status', status: 12 },
      note: expect.stringContaining('no stream'),
    });
  });

  it('hides the credential a server sends back', async () => {
    const credential = { header: 'authorization', value: 'Bearer opaque-credential-of-acme' } as const;
    const port = await frames((heard) =>
      heard.respond({ 'grpc-status': '16', 'grpc-message': `not ${credential.value}` }, true),
    );
    const options = { ...optionsAt(port), credential, method: LIST, reflect: false, holdMs: 100 };
    const seen = await holdStream(options);
    expect(seen[0]?.end).toMatchObject({ status: 16 });
    expect(JSON.stringify(seen)).not.toContain('opaque-credential');
  });
});

describe('the line of progress', () => {
  const mode = (keepalive: boolean, now: object) => ({
    keepalive,
    now: { messages: 0, openSince: undefined, over: false, ...now },
  });

  it('says nothing before the first message', () => {
    expect(progressLine([mode(true, {}), mode(false, {})], 5000)).toBeUndefined();
  });

  it('tells the two ways apart once they differ', () => {
    const modes = [
      mode(true, { messages: 3, openSince: 0 }),
      mode(false, { messages: 1, openSince: 0, over: true }),
    ];
    expect(progressLine(modes, 12_000)).toBe(
      'stream with keepalive open 12 s, 3 messages; without keepalive over',
    );
  });
});

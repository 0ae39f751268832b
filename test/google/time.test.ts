/** Deadlines, parallel calls and connections: a call ends when its question ends, and costs what it must. */
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/names/index.js';
import { apiError, type Recorded, type Reply, terms, withServer } from './server.js';

const project: Container = { kind: 'project', id: 'acme-prod' };
const silence: Reply = () => {};

/** A call that is under way when `fire` is called; gives what came of it and how long it took from then. */
async function cut(
  reply: Reply,
  seen: (requests: readonly Recorded[]) => boolean,
  afterwards: () => Promise<unknown> = () => Promise.resolve(),
) {
  return withServer([reply], async (server) => {
    const controller = new AbortController();
    const call = terms({ signal: controller.signal });
    const looking = server.google({ retryBaseMs: 60_000 }).resourceManager.allowPolicy(project, {
      ...call,
      deadline: Date.now() + 600_000,
    });
    await until(() => seen(server.requests));
    const fired = performance.now();
    controller.abort();
    const look = await looking;
    const ms = performance.now() - fired;
    await afterwards();
    return { look, ms, counted: call.counted };
  });
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a question whose time is over', () => {
  const deadline = { ok: false, problem: { kind: 'deadline', api: 'cloudresourcemanager' } };

  it('ends a call that waits for headers, and lets go of its connection', async () => {
    let letGo: Promise<unknown> = Promise.resolve('never asked');
    const waiting: Reply = (_, response) => {
      letGo = once(response, 'close');
    };
    const { look, ms } = await cut(
      waiting,
      (requests) => requests.length === 1,
      () => letGo,
    );
    expect(look).toMatchObject(deadline);
    expect(ms).toBeLessThan(5_000);
  });

  it('ends a call in the middle of a body', async () => {
    let begun = false;
    const half: Reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"bindings":[', () => {
        begun = true;
      });
    };
    const { look, ms } = await cut(half, () => begun);
    expect(look).toMatchObject(deadline);
    expect(ms).toBeLessThan(5_000);
  });

  it('ends a call that waits for its next try', async () => {
    let answered = false;
    const busy: Reply = (_, response) => {
      response.writeHead(503).end('{}', () => {
        answered = true;
      });
    };
    const { look, ms, counted } = await cut(busy, () => answered);
    expect(look).toMatchObject(deadline);
    expect(ms).toBeLessThan(5_000);
    expect(counted).toHaveLength(1);
  });

  it('sends nothing at all when it was over before', async () => {
    await withServer([{ json: {} }], async (server) => {
      const call = terms({ signal: AbortSignal.abort() });
      expect(await server.google().resourceManager.allowPolicy(project, call)).toMatchObject(deadline);
      expect(await server.google().iam.boundaryPolicies(project, call)).toMatchObject({
        problem: { kind: 'deadline' },
      });
      expect(server.requests).toHaveLength(0);
      expect(call.counted).toHaveLength(0);
    });
  });

  it('ends a list between two pages', async () => {
    const controller = new AbortController();
    const pages = (request: Recorded): Reply => {
      if (request.query.some(([key]) => key === 'pageToken')) return silence;
      return { json: { effectiveTags: [], nextPageToken: 'n' } };
    };
    await withServer(pages, async (server) => {
      const looking = server
        .google()
        .resourceManager.effectiveTags('//x/y', terms({ signal: controller.signal }));
      await until(() => server.requests.length === 2);
      controller.abort();
      expect(await looking).toMatchObject(deadline);
    });
  });

  it('bounds a call whose own signal never fires', async () => {
    await withServer([silence], async (server) => {
      const never = terms({ signal: new AbortController().signal });
      const look = await server.google({ callTimeoutMs: 50 }).resourceManager.allowPolicy(project, never);
      expect(look).toMatchObject(deadline);
    });
  });

  it('gives up at once, with the true reason, when the next try would not fit', async () => {
    await withServer([apiError(503, 'UNAVAILABLE', 'later')], async (server) => {
      const google = server.google({ retryBaseMs: 400, random: () => 0.5 });
      const look = await google.resourceManager.allowPolicy(project, terms({ deadline: Date.now() + 200 }));
      expect(look).toMatchObject({ ok: false, problem: { kind: 'unavailable', status: 503 } });
      expect(server.requests).toHaveLength(1);
    });
  });
});

describe('many calls', () => {
  it('run at the same time, under one signal, without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on('warning', warn);
    const held: (() => void)[] = [];
    const together: Reply = (_, response) => {
      held.push(() => response.end('{}'));
      if (held.length === 60) for (const release of held) release();
    };
    try {
      await withServer(
        () => together,
        async (server) => {
          const google = server.google();
          const call = terms();
          const looks = await Promise.all(
            Array.from({ length: 60 }, () => google.resourceManager.allowPolicy(project, call)),
          );
          expect(looks.every((look) => look.ok)).toBe(true);
          expect(call.counted).toHaveLength(60);
        },
      );
    } finally {
      process.off('warning', warn);
    }
    expect(warnings).toEqual([]);
  });

  it('of different APIs share kept connections', async () => {
    await withServer([{ json: {} }], async (server) => {
      const google = server.google();
      for (let round = 0; round < 5; round += 1) {
        await google.resourceManager.allowPolicy(project, terms());
        await google.iam.boundaryPolicies({ kind: 'organization', id: '7' }, terms());
        await google.accessContext.levels({ kind: 'organization', id: '7' }, terms());
      }
      expect(server.requests).toHaveLength(15);
      expect(server.connections()).toBe(1);
    });
  });

  it('leave no listener behind on the signal of the question', async () => {
    let live = 0;
    const signal = new AbortController().signal;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (...given: Parameters<typeof add>) => {
        live += 1;
        add(...given);
      },
      removeEventListener: (...given: Parameters<typeof remove>) => {
        live -= 1;
        remove(...given);
      },
    });
    await withServer([apiError(503, 'UNAVAILABLE', 'later'), { json: {} }], async (server) => {
      await server.google().resourceManager.allowPolicy(project, terms({ signal }));
    });
    expect(live).toBe(0);
  });
});

describe('the body of an answer', () => {
  it('may be packed, and may be a bomb', async () => {
    const packed = (text: string): Reply => {
      return (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
      };
    };
    await withServer([packed('{"etag":"ü"}'), packed(' '.repeat(40 * 1024 * 1024))], async (server) => {
      const { resourceManager } = server.google();
      expect(await resourceManager.allowPolicy(project, terms())).toMatchObject({ value: { etag: 'ü' } });
      expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
      expect(await resourceManager.allowPolicy(project, terms())).toMatchObject({
        problem: { kind: 'malformed' },
      });
    });
  });

  it('may arrive in pieces that cut a character', async () => {
    const bytes = Buffer.from('{"etag":"日本"}');
    const pieces: Reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(bytes.subarray(0, 10));
      setImmediate(() => response.end(bytes.subarray(10)));
    };
    await withServer([pieces], async (server) => {
      const look = await server.google().resourceManager.allowPolicy(project, terms());
      expect(look).toMatchObject({ value: { etag: '日本' } });
    });
  });
});

/** Nobody connects without the guard: only it writes passes, and only one file of the probe dials. */
import { describe, expect, it } from 'vitest';
import type { Cleared } from '../../../src/probe/guard/cleared.js';
import { guardName } from '../../../src/probe/guard/guard.js';
import { dial } from '../../../src/probe/wire/dial.js';
import { read, SOURCES } from '../../house/files.js';

const PROBE = SOURCES.filter((file) => file.startsWith('src/probe/'));

describe('the pass of the guard', () => {
  it('is written by the guard alone', () => {
    const writers = SOURCES.filter((file) => /\bwritePass\(/.test(read(file)));
    expect(writers).toEqual(['src/probe/guard/cleared.ts', 'src/probe/guard/guard.ts']);
  });

  it('is asked for by the one file that opens sockets', () => {
    const opens =
      /\b(?:connect|createConnection|Socket)\b[^;]*from 'node:(?:net|dgram)'|\bfetch\(|from 'undici'/;
    const dialling = PROBE.filter((file) =>
      read(file)
        .split(/(?<=;)\n/)
        .some((line) => opens.test(line) && !/import type|import \{ type Socket \}/.test(line)),
    );
    expect(dialling).toEqual(['src/probe/wire/dial.ts']);
    expect(read('src/probe/wire/dial.ts')).toContain('assertCleared(pass);');
  });

  it('is asked for before a gRPC channel is opened, which dials by itself', () => {
    const clients = PROBE.filter((file) => /\bnew (?:grpc\.)?(?:Client|Channel)\(/.test(read(file)));
    expect(clients).toEqual(['src/probe/grpc/channel.ts']);
    expect(read('src/probe/grpc/channel.ts')).toContain('assertCleared(cleared);');
  });

  it('cannot be forged: a copy opens nothing', () => {
    const allow = ['127.0.0.1'];
    const decision = guardName('http://127.0.0.1:9/', { known: [], allow, connectTo: {} });
    if (decision.kind !== 'cleared') throw new Error(decision.kind);
    const copy: Cleared = { ...decision.pass };
    expect(() => dial(copy, AbortSignal.abort())).toThrow('without the pass');
    expect(() => dial(decision.pass, AbortSignal.abort())).not.toThrow();
  });

  it('cannot be altered', () => {
    const decision = guardName('http://127.0.0.1:9/', { known: [], allow: ['127.0.0.1'], connectTo: {} });
    if (decision.kind !== 'cleared') throw new Error(decision.kind);
    expect(Object.isFrozen(decision.pass)).toBe(true);
    expect(Object.isFrozen(decision.pass.addresses)).toBe(true);
  });
});

/** What may be typed after `probe`, and what is said when it is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../commands/ask.js';
import { type ProbeWords, readProbeWords } from '../../commands/probe-words.js';
import { commonFlags } from '../../src/cli-flags.js';

/** Reads a whole line as the terminal does. */
function read(line: string, surface: 'slack' | 'terminal' = 'terminal') {
  return understand(
    line.split(' ').filter((word) => word !== ''),
    surface,
    commonFlags,
  );
}

function wordsOf(line: string): ProbeWords {
  const understood = read(line);
  if (!understood.ok || !understood.prepared.ok) throw new Error(JSON.stringify(understood));
  const [, ...words] = line.split(' ').filter((word) => !word.startsWith('--'));
  const made = readProbeWords(words.slice(0, 1), understood.flags);
  if (!made.ok) throw new Error(made.mistake.message);
  return made.value;
}

describe('--grpc', () => {
  it.each([
    ['probe orders', undefined],
    ['probe orders --grpc', true],
    ['probe --grpc orders', true],
    ['probe orders --grpc --fresh', true],
    ['probe orders --grpc acme.orders.v1.Orders/List', 'acme.orders.v1.Orders/List'],
    ['probe orders --grpc=/acme.orders.v1.Orders/List', 'acme.orders.v1.Orders/List'],
    ['probe --grpc acme.orders.v1.Orders/List orders', 'acme.orders.v1.Orders/List'],
    ['probe orders --stream 30s', true],
  ] as const)('%s', (line, expected) => {
    const understood = read(line);
    expect(understood.ok && understood.prepared.ok, JSON.stringify(understood)).toBe(true);
    if (understood.ok) {
      const made = readProbeWords(['orders'], understood.flags);
      expect(made.ok && made.value.grpc).toEqual(expected);
    }
  });

  it('takes the only word as the place, whatever it looks like', () => {
    const understood = read('probe --grpc orders.acme.test/x');
    const made = understood.ok ? readProbeWords([], understood.flags) : undefined;
    expect(made?.ok && made.value.where).toMatchObject({ kind: 'where', where: { kind: 'url' } });
    expect(made?.ok && made.value.grpc).toBe(true);
  });
});

describe('a line', () => {
  it('is read whole', () => {
    const line =
      'probe orders --as ci@acme-prod.iam.gserviceaccount.com --audience 123.apps.googleusercontent.com --proxy-authorization --count 20 --stream 30s --direct https://10.0.0.7:8443/ --jwt-test --origin https://app.acme.test/page';
    expect(wordsOf(line)).toMatchObject({
      as: 'ci@acme-prod.iam.gserviceaccount.com',
      audience: '123.apps.googleusercontent.com',
      proxyAuthorization: true,
      count: 20,
      streamMs: 30_000,
      direct: 'https://10.0.0.7:8443/',
      jwtTest: true,
      origin: 'https://app.acme.test',
    });
  });

  it('leaves odd addresses to the guard, which refuses them by name', () => {
    for (const odd of ['ftp://dash.acme.test/', 'https://a:b@dash.acme.test/', 'file:///etc/passwd'])
      expect(wordsOf(`probe ${odd}`).where).toEqual({ kind: 'raw', text: odd });
  });

  it('has no files in Slack', () => {
    for (const flag of ['--token-file x', '--descriptor-set x', '--data {}', '--debug', '--config x']) {
      const understood = understand(`probe orders ${flag}`.split(' '), 'slack', {});
      expect(understood.ok, flag).toBe(false);
    }
    expect(understand('probe orders --as ci@p-1.iam.gserviceaccount.com'.split(' '), 'slack', {}).ok).toBe(
      true,
    );
  });

  it('never throws, and a refusal is always a sentence', () => {
    const flags = fc.record(
      {
        as: fc.string(),
        'token-file': fc.string(),
        audience: fc.string(),
        grpc: fc.string(),
        stream: fc.string(),
        count: fc.string(),
        direct: fc.string(),
        origin: fc.string(),
        'jwt-test': fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 3 }), flags, (words, given) => {
        const made = readProbeWords(words, given);
        if (!made.ok) expect(made.mistake.message).toMatch(/[.?!]$/);
      }),
      { numRuns: 500 },
    );
  });
});

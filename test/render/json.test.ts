/** What machines get: the report itself, in one order, safe to print. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/render/answer.js';
import { renderJson } from '../../src/render/json.js';
import { denied } from './fixtures.js';
import { monster } from './monsters.js';

/** The same value with every object's fields turned round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('--json', () => {
  it('is exactly the report', () => {
    fc.assert(
      fc.property(monster, (report) => {
        const wire: unknown = JSON.parse(JSON.stringify(report));
        expect(JSON.parse(renderJson({ kind: 'why', report }))).toEqual(wire);
      }),
      { numRuns: 60 },
    );
  });

  it('has one order, whatever order the report was built in', () => {
    const turned = reversed(denied) as typeof denied;
    expect(renderJson({ kind: 'why', report: turned })).toBe(renderJson({ kind: 'why', report: denied }));
    const keys = Object.keys(JSON.parse(renderJson({ kind: 'why', report: turned })) as object);
    expect(keys.slice(0, 6)).toEqual(['schema', 'id', 'who', 'where', 'verdict', 'cause']);
  });

  it('has no character that a terminal would act on', () => {
    fc.assert(
      fc.property(monster, (report) => {
        expect(renderJson({ kind: 'why', report }).replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('keeps fields the contract does not name, after those it does', () => {
    const report = { ...denied, note: 'chosen from the log', extra: 1 } as typeof denied;
    const document = JSON.parse(renderJson({ kind: 'why', report })) as object;
    expect(Object.keys(document).slice(-3)).toEqual(['oldestFactAt', 'extra', 'note']);
  });

  it('reports mistakes and failures as an error document', () => {
    const mistake: Answer = {
      kind: 'mistake',
      mistake: { message: 'no such service', nearest: undefined },
      usage: 'why <who>',
    };
    expect(JSON.parse(renderJson(mistake))).toEqual({
      error: { code: 'usage', message: 'no such service', nearest: null, usage: 'why <who>' },
    });
    const failure: Answer = {
      kind: 'failure',
      failure: { id: '7Q2M-K4XD', message: 'broke', remedy: 'again' },
    };
    expect(JSON.parse(renderJson(failure))).toMatchObject({ error: { code: 'internal', id: '7Q2M-K4XD' } });
  });
});

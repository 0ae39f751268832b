/** Members without a type: one search sorts people from groups, and where it cannot, what was taken for granted is said. */
import { describe, expect, it } from 'vitest';
import { Engine, type Fact, type Seen } from '../../../src/diagnosis/engine.js';
import type { Looks } from '../../../src/diagnosis/facts/looks.js';
import type { ListLooks, People } from '../../../src/diagnosis/who/portions.js';
import { GroupReader } from '../../../src/diagnosis/who/read-groups.js';
import type { Look } from '../../../src/google/ports.js';
import type { Email } from '../../../src/names/index.js';
import { createMemoryFactCache } from '../../../src/store/memory.js';
import { createFakeClock } from '../../support/fake-clock.js';

const at = '2026-01-05T09:00:00Z';
const team = 'team@acme.test' as Email;
const inner = 'inner@acme.test' as Email;
const people = Array.from({ length: 60 }, (_, i) => `p${i}@acme.test` as Email);
const problem = { kind: 'forbidden', api: 'cloudidentity', resource: '', message: '' } as const;

const none: People = { members: [], groups: [], ending: [], untyped: [], unlisted: 0 };
const seen = <T>(look: Look<T>): Seen<T> => ({
  look,
  evidence: { source: 'cloudidentity.googleapis.com', resource: '', readAt: at, cached: false },
  staleBecause: undefined,
});

function reading(searched: Look<People>) {
  const lookedUp: string[] = [];
  const fact = <T>(key: string, look: Look<T>): Fact<Seen<T>> => ({ key, read: async () => seen(look) });
  const looks = {
    groupName: (email: Email) => {
      lookedUp.push(email);
      const isGroup = email === team || email === inner;
      return fact(
        `lookup ${email}`,
        isGroup ? { ok: true, value: `groups/${email}` } : { ok: false, problem },
      );
    },
    group: (name: string) => fact(`group ${name}`, { ok: true, value: { dynamic: undefined } }),
    user: (email: Email) => fact(`user ${email}`, { ok: false, problem }),
  } as unknown as Looks;
  const lists = {
    direct: (name: string) =>
      fact(`direct ${name}`, {
        ok: true,
        value: name === `groups/${team}` ? { ...none, untyped: [...people, inner] } : none,
      }),
    transitive: (name: string) => fact(`search ${name}`, searched),
  } as unknown as ListLooks;
  const reader = new GroupReader({ looks, lists, at, mayGoOn: () => true, onPage: () => undefined });
  const clock = createFakeClock();
  const cache = createMemoryFactCache({ clock, version: '1', identity: 'me' });
  const engine = new Engine({ cache, clock, signal: new AbortController().signal, fresh: false });
  return { lookedUp, done: reader.read(engine.scope(), team).then(() => reader.contents) };
}

describe('members of whom Google does not say what they are', () => {
  it('are sorted by one search, without a look-up each', async () => {
    const { lookedUp, done } = reading({ ok: true, value: { ...none, groups: [inner] } });
    const content = (await done).get(team);
    expect(content).toMatchObject({ groups: [inner], gap: undefined });
    expect(content?.people).toEqual(people.map((email) => `user:${email}`));
    expect(lookedUp).toEqual([team, inner]);
  });

  it('are looked up one by one where the search is refused, and the rest is said to be taken for people', async () => {
    const { lookedUp, done } = reading({ ok: false, problem });
    const content = (await done).get(team);
    expect(lookedUp.length).toBeLessThanOrEqual(42);
    expect(content?.people).toContain('user:p0@acme.test');
    expect(content?.gap?.what).toContain('21 members of team@acme.test');
  });
});

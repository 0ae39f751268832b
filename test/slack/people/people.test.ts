/** Who a Slack user is, and who is not answered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeople, parsePerson, refusalOf } from '../../../src/slack/people/people.js';

const raw = (more: object = {}) => ({
  id: 'U1',
  team_id: 'T1',
  profile: { email: 'Ana@ACME.test' },
  ...more,
});
const judged = (more: object) => {
  const person = parsePerson(raw(more));
  if (person === undefined) throw new Error('unreadable');
  return refusalOf(person, 'T1')?.sentence;
};

describe('a Slack profile', () => {
  it('gives the address in canonical form, and nothing that is no address', () => {
    expect(parsePerson(raw())?.email).toBe('ana@acme.test');
    expect(parsePerson(raw({ profile: { email: 'not an address' } }))?.email).toBeUndefined();
    expect(parsePerson(raw({ profile: {} }))?.email).toBeUndefined();
    expect(parsePerson({ id: 'U1' })).toMatchObject({ email: undefined, teams: [] });
  });

  it('survives fields of the wrong kind, and is nothing without an id', () => {
    expect(parsePerson(raw({ deleted: 'yes', profile: 7, team_id: null }))).toMatchObject({ deleted: false });
    for (const value of [null, undefined, 'U1', [], {}, { id: 7 }])
      expect(parsePerson(value)).toBeUndefined();
  });

  it('without a workspace counts as of the one the command was typed in', () => {
    const nowhere = parsePerson({ id: 'U1', profile: { email: 'ana@acme.test' } });
    if (nowhere === undefined) throw new Error('unreadable');
    expect(refusalOf(nowhere, 'T1', 'T2')).toMatchObject({
      why: 'other-workspace',
      sentence: expect.stringContaining('another Slack workspace'),
    });
    expect(refusalOf(nowhere, 'T1', 'T1')).toBeUndefined();
    expect(refusalOf(nowhere, 'T1', undefined)).toBeUndefined();
    expect(refusalOf(nowhere, undefined, 'T2')).toBeUndefined();
  });

  it('counts before the workspace of the command', () => {
    const here = parsePerson(raw());
    if (here === undefined) throw new Error('unreadable');
    expect(refusalOf(here, 'T1', 'T2')).toBeUndefined();
  });

  it('that repeats no id is of whoever was asked for; a right that is missing is told from a person who is not there', async () => {
    const clock = { now: () => 0 };
    const bare = createPeople(async () => ({ profile: { email: 'ana@acme.test' } }), clock);
    expect(await bare.look('U7')).toMatchObject({ ok: true, person: { id: 'U7', email: 'ana@acme.test' } });
    const refused = createPeople(
      () => Promise.reject(new Error('An API error occurred: missing_scope')),
      clock,
    );
    expect(await refused.look('U7')).toMatchObject({ ok: false, why: 'no-right' });
  });

  it('is read without failing whatever Slack sends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (profile, flag) => {
        const person = parsePerson({
          id: 'U1',
          profile,
          deleted: flag,
          team_id: flag,
          enterprise_user: profile,
        });
        expect(person?.id).toBe('U1');
        expect(parsePerson(profile) === undefined || typeof profile === 'object').toBe(true);
      }),
    );
  });

  it('of a full member of the workspace is answered', () => {
    expect(judged({})).toBeUndefined();
    expect(judged({ is_email_confirmed: true, is_restricted: false })).toBeUndefined();
    expect(judged({ team_id: 'T2', enterprise_user: { teams: ['T1', 'T2'] } })).toBeUndefined();
  });

  it.each([
    [{ is_bot: true }, /bots/],
    [{ deleted: true }, /deactivated/],
    [{ is_restricted: true }, /guest/],
    [{ is_ultra_restricted: true }, /guest/],
    [{ is_stranger: true }, /another Slack workspace/],
    [{ team_id: 'T2' }, /another Slack workspace/],
    [{ team_id: 'T2', enterprise_user: { teams: ['T2'] } }, /another Slack workspace/],
    [{ is_email_confirmed: false }, /confirmed/],
  ])('%j is refused with a clear sentence', (more, sentence) => {
    expect(judged(more)).toMatch(sentence);
  });
});

describe('the memory of people', () => {
  function memory(answers: (() => unknown)[]) {
    let now = 0;
    let calls = 0;
    const people = createPeople(
      async () => {
        const answer = answers[calls++];
        if (answer === undefined) throw new Error('asked too often');
        return answer();
      },
      { now: () => now },
    );
    return { people, pass: (ms: number) => (now += ms), calls: () => calls };
  }
  const fails = (message: string) => () => {
    throw new Error(message);
  };

  it('asks Slack once for five minutes, also when many ask at the same time', async () => {
    const { people, pass, calls } = memory([() => raw(), () => raw({ deleted: true })]);
    await Promise.all([people.look('U1'), people.look('U1'), people.look('U1')]);
    pass(299_999);
    await people.look('U1');
    expect(calls()).toBe(1);
    pass(1);
    expect(await people.look('U1')).toMatchObject({ ok: true, person: { deleted: true } });
  });

  it('uses what it knew when Slack fails, but not for ever', async () => {
    const { people, pass } = memory([() => raw(), fails('ratelimited'), fails('ratelimited')]);
    await people.look('U1');
    pass(10 * 60_000);
    expect(await people.look('U1')).toMatchObject({ ok: true });
    pass(60 * 60_000);
    expect(await people.look('U1')).toEqual({ ok: false, why: 'unavailable', detail: 'ratelimited' });
  });

  it('believes Slack when it says that somebody is gone', async () => {
    const gone = fails('An API error occurred: user_not_found');
    const { people, pass } = memory([() => raw(), gone, fails('down')]);
    await people.look('U1');
    pass(10 * 60_000);
    expect(await people.look('U1')).toMatchObject({ ok: false, why: 'no-such-user' });
    expect(await people.look('U1')).toMatchObject({ ok: false, why: 'unavailable' });
  });

  it('says so when the answer cannot be read, and asks again next time', async () => {
    const { people } = memory([() => undefined, () => raw()]);
    expect(await people.look('U1')).toMatchObject({ ok: false, why: 'unavailable' });
    expect(await people.look('U1')).toMatchObject({ ok: true });
  });
});

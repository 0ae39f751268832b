/** The half-sentences behind the verdict: one for every code a fix is known for, readable in every voice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remedies } from '../../src/fixes/index.js';
import { voiceFor } from '../../src/render/kinds/why-people.js';
import { PHRASED, reasonPhrase } from '../../src/render/kinds/why-reasons.js';
import { speakTo } from '../../src/render/kinds/why-speak.js';
import { text } from './monsters.js';

const user = { asked: 'a@acme.test', email: 'a@acme.test', kind: 'user' } as const;
const account = { ...user, kind: 'serviceAccount' } as const;
const voices = [voiceFor(user, 'self'), voiceFor(user, 'other'), voiceFor(account, 'other')];

describe('reason phrases', () => {
  it('exist for every code that has a remedy', () => {
    const known = new Set([...PHRASED.denied, ...PHRASED.unknown, 'removal-propagating']);
    expect(remedies.flatMap((remedy) => remedy.codes).filter((code) => !known.has(code))).toEqual([]);
  });

  it('read as the second half of a sentence, to the person and about them', () => {
    for (const verdict of ['denied', 'unknown'] as const)
      for (const code of PHRASED[verdict])
        for (const voice of voices) {
          const phrase = reasonPhrase(verdict, code, voice) ?? '';
          expect(phrase).toMatch(/^(?:[a-z]|I |IAP |Google)[^.]{8,80}$/);
          if (voice.subject !== 'you') expect(phrase).not.toMatch(/\byou(?:r|rs)?\b/);
        }
  });

  it('are absent for a code nobody knows, and for names every object has', () => {
    for (const code of ['no-such-code', 'constructor', '__proto__', 'toString'])
      expect(reasonPhrase('denied', code, voiceFor(user, 'self'))).toBeUndefined();
    expect(reasonPhrase('allowed', 'no-grant', voiceFor(user, 'self'))).toBeUndefined();
  });
});

describe('sentences that speak to the person', () => {
  const own = 'maya@acme.test';
  it.each([
    ['Nothing gives maya@acme.test access to dashboard.', 'Nothing gives you access to dashboard.'],
    [
      'Access to dashboard goes through the group eng@acme.test, and maya@acme.test is not a member of it.',
      'Access to dashboard goes through the group eng@acme.test, and you are not a member of it.',
    ],
    [
      'maya@acme.test may use dashboard at certain times only.',
      'You may use dashboard at certain times only.',
    ],
    ['maya@acme.test holds Owner, but that is not enough.', 'You hold Owner, but that is not enough.'],
    ['The account maya@acme.test is suspended.', 'Your account is suspended.'],
    ['The access of maya@acme.test to dashboard ended.', 'Your access to dashboard ended.'],
    ['The boundary of maya@acme.test\u2019s organisation.', 'The boundary of your organisation.'],
    ['Wait. maya@acme.test was let in.', 'Wait. You were let in.'],
    ['It goes to maya@acme.test.', 'It goes to you.'],
    ['maya@acme.test was let in, and was refused.', 'You were let in, and were refused.'],
    ['maya@acme.test sings.', 'maya@acme.test sings.'],
    [
      'xmaya@acme.test is here, maya@acme.test.evil is not.',
      'xmaya@acme.test is here, maya@acme.test.evil is not.',
    ],
  ])('%s', (said, told) => expect(speakTo(said, own)).toBe(told));

  it('survive an address that is none', () => {
    for (const address of ['x'.repeat(60_000), '(', '\\', ' ', '\ud800', '$&'])
      expect(speakTo(`Nothing gives ${address} access.`, address)).toMatch(/access\.$/);
  });

  it('never changes anything about somebody else', () => {
    fc.assert(
      fc.property(text, fc.emailAddress(), (words, address) => {
        fc.pre(!words.includes(address));
        expect(speakTo(words, address)).toBe(words);
      }),
    );
  });
});

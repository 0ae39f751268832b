/** The half-sentences behind the verdict: one for every code a fix is known for, readable in every voice. */
import { describe, expect, it } from 'vitest';
import { remedies } from '../../src/fixes/index.js';
import { voiceFor } from '../../src/render/kinds/why-people.js';
import { PHRASED, reasonPhrase } from '../../src/render/kinds/why-reasons.js';

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

/** Promises that hold for every name there can be: what is parsed can be written back, and nothing ever throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  containerName,
  formatAllowMember,
  fullContainerName,
  iapChain,
  iapName,
  parseAllowMember,
  parseContainer,
  parseDenyPrincipal,
  parseDomain,
  parseEmail,
  parseIapResource,
  parsePrincipalSet,
  parseProject,
  parseRole,
  parseSubject,
  parseWhere,
  parseWho,
  subjectMember,
  suggest,
} from '../../src/names/index.js';
import { normaliseTyped } from '../../src/names/normalise.js';
import { parseMention, unlinkSlack } from '../../src/names/slack-markup.js';
import {
  allowPrincipal,
  anyText,
  container,
  email,
  federatedSubject,
  iapResource,
  roleName,
} from './arbitraries.js';

describe('round trips', () => {
  it('reads every principal back from how it is written', () => {
    fc.assert(
      fc.property(allowPrincipal, (principal) => {
        expect(parseAllowMember(formatAllowMember(principal))).toEqual(principal);
      }),
    );
  });

  it('writes whatever it read of any member so that it reads the same again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseAllowMember(text);
        expect(parseAllowMember(formatAllowMember(first))).toEqual(first);
      }),
    );
  });

  it('reads every IAP resource back, with and without its host', () => {
    fc.assert(
      fc.property(iapResource, (resource) => {
        expect(parseIapResource(iapName(resource))).toEqual(resource);
        expect(parseIapResource(`//iap.googleapis.com/${iapName(resource)}`)).toEqual(resource);
        expect(parseIapResource(`https://iap.googleapis.com/v1/${iapName(resource)}`)).toEqual(resource);
      }),
    );
  });

  it('gives every IAP resource a chain of prefixes that ends at the surface it hangs under', () => {
    fc.assert(
      fc.property(iapResource, (resource) => {
        const names = iapChain(resource).map(iapName);
        expect(names[0]).toBe(iapName(resource));
        for (const [i, name] of names.entries())
          if (i > 0) expect(names[i - 1]?.startsWith(`${name}/`)).toBe(true);
        expect(names.at(-1)).toMatch(/^projects\/[^/]+\/iap_(web|tunnel)$/);
      }),
    );
  });

  it('reads every container back from its short and its full name', () => {
    fc.assert(
      fc.property(container, (at) => {
        expect(parseContainer(containerName(at))).toEqual(at);
        expect(parseContainer(fullContainerName(at))).toEqual(at);
      }),
    );
  });

  it('keeps the name of every role', () => {
    fc.assert(fc.property(roleName, (name) => parseRole(name)?.name === name));
  });

  it('reads every subject back from the member it stands for', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          email,
          email.map((at) => `serviceAccount:${at}`),
          federatedSubject.map(formatAllowMember),
        ),
        (text) => {
          const subject = parseSubject(text);
          // A federated subject may end in blanks, which typing cannot carry.
          fc.pre(text === text.trim());
          expect(subject).toBeDefined();
          if (subject) expect(parseSubject(subjectMember(subject))).toEqual(subject);
        },
      ),
    );
  });

  it('understands every address however it is wrapped', () => {
    const wraps: ((address: string) => string)[] = [
      (address) => address,
      (address) => address.toUpperCase(),
      (address) => `<mailto:${address}|${address}>`,
      (address) => `\u201C${address}\u201D`,
      (address) => `(${address})`,
      (address) => `user:${address}`,
      (address) => `${address},`,
      (address) => `\u200B${address}\u2060`,
      (address) => `&lt;${address.replaceAll('&', '&amp;')}&gt;`,
    ];
    // The marks a sentence may add are also letters of addresses; those are the only ones left out.
    const plain = email.filter(
      (address) => !/^['`*_~(#!]|[<>|?]/.test(address) && !/&(?:lt|gt|amp);/.test(address),
    );
    fc.assert(
      fc.property(plain, fc.constantFrom(...wraps), (address, wrap) => {
        expect(parseWho(wrap(address))).toMatchObject({ ok: true, value: { subject: { email: address } } });
      }),
    );
  });

  it('understands every IAP resource and every https address as a place', () => {
    fc.assert(
      fc.property(iapResource, (resource) => {
        expect(parseWhere(iapName(resource))).toMatchObject({
          ok: true,
          value: { kind: 'resource', resource },
        });
      }),
    );
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (text) => {
        const where = parseWhere(text);
        expect(where).toMatchObject({ ok: true, value: { kind: 'url' } });
        if (where.ok && where.value.kind === 'url') expect(where.value.url.host).toBe(new URL(text).host);
      }),
    );
  });
});

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseAllowMember,
  parseDenyPrincipal,
  parsePrincipalSet,
  parseIapResource,
  parseContainer,
  parseProject,
  parseRole,
  parseSubject,
  parseEmail,
  parseDomain,
  parseWho,
  parseWhere,
  normaliseTyped,
  unlinkSlack,
  parseMention,
  suggest: (text) => suggest(text, ['dashboard', text]),
};

describe('hostile text', () => {
  it.each(Object.entries(PARSERS))('%s never throws', (_name, parse) => {
    fc.assert(
      fc.property(anyText, (text) => {
        parse(text);
      }),
      { numRuns: 300 },
    );
  });

  const N = 200_000;
  const bombs = [
    'a'.repeat(N),
    `${'a.'.repeat(N)}@`,
    `a@${'a-'.repeat(N)}`,
    `a@${'a.'.repeat(N)}`,
    'deleted:'.repeat(N / 8),
    `deleted:user:${'?uid='.repeat(N / 5)}`,
    '<'.repeat(N),
    `${'<a|'.repeat(N / 3)}>`,
    '('.repeat(N) + ')'.repeat(N),
    '&lt;'.repeat(N / 4),
    `projects/1/iap_web/compute-${'a-'.repeat(N)}`,
    `projects/1${'/'.repeat(N)}`,
    `serviceAccount:${'.svc.id.goog['.repeat(N / 13)}`,
    `principal://iam.googleapis.com/${'locations/global/workforcePools/'.repeat(N / 32)}`,
    `https://${'a.'.repeat(N)}`,
    `user:${'@'.repeat(N)}`,
    '\u2014'.repeat(N),
    ' '.repeat(N),
    `x${' '.repeat(N)}x`,
  ];
  it.each(Object.entries(PARSERS))('%s takes 200,000 characters in less than a second', (_name, parse) => {
    for (const bomb of bombs) {
      const start = performance.now();
      parse(bomb);
      // Anything quadratic would need minutes at this length.
      expect(performance.now() - start, bomb.slice(0, 40)).toBeLessThan(1000);
    }
  });

  it('gives every refusal a sentence and a form that is understood', () => {
    for (const parse of [parseWho, parseWhere])
      fc.assert(
        fc.property(anyText, (text) => {
          const typed = parse(text);
          if (typed.ok) return;
          expect(typed.mistake.message).toMatch(/[.:)]$/);
          expect(typed.mistake.message.length).toBeLessThan(500);
          expect(typed.mistake.nearest).toBeDefined();
          expect(parse(typed.mistake.nearest ?? '').ok, `${text} -> ${typed.mistake.nearest}`).toBe(true);
        }),
        { numRuns: 1000 },
      );
  });

  it('never reads an address out of text whose visible characters are not plain ASCII', () => {
    const foreign = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 5 })
      .filter((text) => /\p{Extended_Pictographic}|[\u0370-\u1FFF\u2100-\u214F]/u.test(text));
    fc.assert(
      fc.property(email, foreign, fc.nat(), (address, text, at) => {
        const cut = at % address.length;
        const mixed = address.slice(0, cut) + text + address.slice(cut);
        fc.pre(/[^ -~]/.test(normaliseTyped(mixed)));
        expect(parseWho(mixed).ok).toBe(false);
      }),
    );
  });
});

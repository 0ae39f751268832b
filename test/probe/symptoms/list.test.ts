/** Every code of the table has its symptom, its case, its mend and its section. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import { symptoms } from '../../../src/probe/symptoms/index.js';
import { observe } from './build.js';
import { cases } from './cases/index.js';

/** Codes that only a text, a log or a note can show. */
const NOT_FROM_OUTSIDE = [
  ...['tunnel-not-authorized', 'tunnel-lookup-failed', 'tunnel-backend-closed', 'tunnel-read-failed'],
  ...['no-audit-logs', 'api-retired'],
];

/** The contract's codes: the rows of the table, then those of transport (rulings 22 to 26 included). */
const TABLE = `
not-signed-in no-credential token-unparsable token-signature token-foreign-jwt token-audience token-audience-unlisted
token-no-email access-token-refused gcip-token-required not-authorized access-level-unmet deny-policy change-propagating
domain-excludes-service-accounts oauth-client-missing service-agent-missing service-agent-token-rejected
service-agent-not-invoker oauth-client-mismatch sign-in-not-completed not-an-id-token host-certificate-mismatch
host-not-allowed throttled redirect-loop consent-not-allowed redirect-uri-mismatch disallowed-useragent preflight-blocked
cookies-not-sent login-page-followed grpc-hides-401 grpc-hides-403 grpc-client-too-old grpc-unavailable
authorization-consumed backend-unreachable ingress-blocked app-refused tunnel-not-authorized tunnel-lookup-failed
tunnel-backend-closed tunnel-read-failed token-expired reauth-blocks-programmatic public no-audit-logs api-retired
target-refused dns-not-found dns-timeout dns-failed tcp-refused tcp-timeout tcp-reset no-route tls-expired
tls-not-yet-valid tls-untrusted tls-self-signed tls-hostname tls-handshake tls-timeout alpn-no-h2 h2-goaway h2-reset
h2-protocol-error h2-closed response-timeout redirected-elsewhere backend-error exposed grpc-unimplemented
grpc-not-serving grpc-app-denied grpc-error grpc-no-trailers grpc-not-grpc app-throttled stream-idle-cut
stream-deadline-cut stream-reset stream-goaway jwt-not-verified iap-bypassable`
  .trim()
  .split(/\s+/);

const sections = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^### ([a-z0-9-]+)$/gm)].map((match) => match[1] ?? '');

const codes = [...new Set(symptoms.flatMap((one) => one.codes))];

describe('the table of symptoms', () => {
  it('has a symptom for every code of the contract, and a section for every code', () => {
    expect(TABLE.filter((code) => !codes.includes(code))).toEqual([]);
    const known = [...sections('docs/symptoms.md'), ...sections('docs/reasons.md')];
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('has a case for every code that can be seen from outside', () => {
    const seen = new Set(cases.flatMap(({ is, also, notes }) => [is[3], ...(also ?? []), ...(notes ?? [])]));
    expect(codes.filter((code) => !seen.has(code) && !NOT_FROM_OUTSIDE.includes(code))).toEqual([]);
  });

  it('gives no code that is in nobody\u2019s list, but those of why', () => {
    for (const { name, seen } of cases)
      for (const one of symptoms)
        for (const { code } of one.recognise(seen)?.causes ?? [])
          if (!name.includes('why')) expect(codes, `${one.id}: ${name}`).toContain(code);
  });

  it('has each code in one file, and a mend for it', () => {
    const all = symptoms.flatMap((one) => one.codes);
    expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
    for (const one of symptoms)
      for (const code of one.codes) {
        const fixes = one.fixes(observe(), { code });
        expect(fixes.length, code).toBeGreaterThan(0);
        for (const fix of fixes)
          expect(
            [fix.title, fix.then].every((text) => text.length > 10),
            code,
          ).toBe(true);
      }
  });

  it('sorts mends by how much more they grant', () => {
    for (const { seen } of cases) {
      const over = conclude(seen).fixes.map(({ overgrant }) => overgrant);
      expect(over).toEqual([...over].sort((a, b) => a - b));
    }
  });

  it('words what is only likely as likely', () => {
    for (const { name, seen } of cases) {
      const { cause } = conclude(seen);
      if (
        cause?.sureness === 'likely' &&
        cause.rank > 20 &&
        cause.code.startsWith('stream-') &&
        cause.competing?.length
      )
        expect(`${cause.text} ${cause.adminText}`, name).toMatch(/likely|usual|default|is /);
    }
  });
});

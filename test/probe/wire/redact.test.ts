/** Nothing that could be used to sign in survives redaction, and what tells a person something does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/probe/wire/collect.js';
import { redactFields, redactText, secretsIn } from '../../../src/probe/wire/redact.js';
import { redactUrl } from '../../../src/probe/wire/redact-url.js';

const text = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const URL_SAFE = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
/** Capitals and digits only: cannot be part of the words around it. */
const opaque = text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 16, 60);
const jwt = fc
  .tuple(fc.jsonValue(), text(URL_SAFE, 20, 90))
  .map(([claims, signature]) => [
    Buffer.from('{"alg":"RS256","kid":"1"}').toString('base64url'),
    Buffer.from(`{"sub":${JSON.stringify(claims)}}`).toString('base64url'),
    signature,
  ]);
const around = fc.constantFrom('', ' ', '"', '\n', ', ', '; ', '&', '<p>', 'x=');

/** The reply of a server that sends this back, as it is kept. */
function kept(body: string, headers: Record<string, string[]>, sent: Record<string, string> = {}): string {
  const secrets = secretsIn(sent);
  const collector = createCollector({
    protocol: 'h2',
    method: 'GET',
    url: 'https://dash.acme.test/',
    secrets,
    enoughMessages: undefined,
  });
  collector.head(200, headers);
  collector.data(Buffer.from(body));
  collector.trailers(headers);
  return JSON.stringify(collector.finish({ kind: 'complete' }));
}

describe('a credential that was sent', () => {
  const header = fc.constantFrom(
    'authorization',
    'proxy-authorization',
    'cookie',
    'x-serverless-authorization',
  );

  it('is not kept wherever the server sends it back, whole or in another form', () => {
    fc.assert(
      fc.property(opaque, header, around, around, (secret, name, before, after) => {
        const value = name === 'cookie' ? `a=1; session=${secret}` : `Bearer ${secret}`;
        for (const form of [secret, Buffer.from(secret).toString('base64'), `Bearer ${secret}`]) {
          const told = `you sent ${before}${form}${after}`;
          const found = kept(
            told,
            { 'x-echo': [told.replaceAll('\n', ' ')], 'grpc-message': [form] },
            { [name]: value },
          );
          expect(found).not.toContain(secret);
          expect(found).not.toContain(Buffer.from(secret).toString('base64'));
        }
      }),
    );
  });

  it('is not kept when it is cut off where the body is', () => {
    const secret = 'S3CR3TS3CR3TS3CR3TS3CR3T';
    const body = `${'x'.repeat(2_040)}${secret}`;
    expect(kept(body, {}, { authorization: `Bearer ${secret}` })).not.toContain('S3CR3');
  });
});

describe('a token', () => {
  it('loses its signature wherever it stands, though nobody sent it', () => {
    fc.assert(
      fc.property(jwt, around, around, ([head = '', claims = '', signature = ''], before, after) => {
        const found = kept(`assertion ${before}${head}.${claims}.${signature}${after}`, {
          'x-debug': [`${head}.${claims}.${signature}`],
          'x-goog-iap-jwt-assertion': [`${head}.${claims}.${signature}`],
          'grpc-status-details-bin': [Buffer.from(`\0${head}.${claims}.${signature}`).toString('base64')],
        });
        expect(found).not.toContain(signature);
        expect(found).not.toContain(Buffer.from(signature.slice(0, 18)).toString('base64').slice(0, 20));
      }),
    );
  });

  it.each([
    'ya29.a0AfB_byExampleExample',
    '1//0gExampleExampleExampleExample',
    'GOCSPX-example-example',
    'AIzaSyExampleExampleExampleExample',
    '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----',
  ])('%j is taken out of a text', (secret) => {
    expect(redactText(`before ${secret} after`, [])).toBe('before [removed] after');
  });
});

it('a field whose name says that it is a secret keeps nothing of it', () => {
  const names = ['authorization', 'cookie', 'x-api-key', 'x-session-token', 'X-Goog-Iap-Jwt-Assertion'];
  for (const name of names)
    expect(redactFields({ [name]: ['abc', 'd'] }, [])[name]).toEqual(['[removed]', '[removed]']);
});

describe('a cookie', () => {
  it('keeps its name and its attributes and loses its value', () => {
    fc.assert(
      fc.property(text(URL_SAFE, 1, 20), opaque, (name, value) => {
        const { 'set-cookie': [cookie = ''] = [] } = redactFields(
          { 'set-cookie': [`c${name}=${value}; Path=/; HttpOnly`] },
          [],
        );
        expect(cookie).not.toContain(value);
        expect(cookie.endsWith('=[removed]; Path=/; HttpOnly')).toBe(true);
      }),
    );
  });

  it('of IAP loses the nonce in its name, in a header and in a page', () => {
    const nonce = 'q9-xYzAbC123_';
    const page = `document.cookie="GCP_IAP_XSRF_NONCE_${nonce}=1"; GCP_IAAP_AUTH_TOKEN_1F2E=abcdefgh; GCP_IAP_UID=104`;
    const found = kept(page, { 'set-cookie': [`GCP_IAP_XSRF_NONCE_${nonce}=1; Path=/`] });
    for (const secret of [nonce, 'abcdefgh', '=104']) expect(found).not.toContain(secret);
    expect(found).toContain('GCP_IAP_XSRF_NONCE_[removed]=[removed]; Path=/');
    expect(found).toContain('GCP_IAAP_AUTH_TOKEN_1F2E=[removed]');
  });
});

describe('an address', () => {
  const SIGN_IN =
    'https://accounts.google.com/o/oauth2/v2/auth?client_id=123-abc.apps.googleusercontent.com&response_type=code&scope=openid+email&redirect_uri=https://iap.googleapis.com/v1/oauth/clientIds/123-abc.apps.googleusercontent.com:handleRedirect&hd=acme.test&cred_ref=true';

  it('of a sign-in keeps what tells which client and where it leads', () => {
    fc.assert(
      fc.property(opaque, opaque, opaque, (state, nonce, code) => {
        const found = redactUrl(
          `${SIGN_IN}&state=${state}&nonce=${nonce}&code=${code}&code_challenge=${nonce}#${code}`,
        );
        for (const secret of [state, nonce, code]) expect(found).not.toContain(secret);
        const [before, after] = [new URL(SIGN_IN).searchParams, new URL(found).searchParams];
        for (const key of ['client_id', 'redirect_uri', 'scope', 'response_type', 'hd', 'cred_ref'])
          expect(after.get(key), key).toBe(before.get(key));
      }),
    );
  });

  it('inside another address is cleaned in turn', () => {
    const inner = 'https://user:hunter2@dash.acme.test/cb?client_id=1&token=T0PS3CR3T#T0PS3CR3T';
    const found = redactUrl(`https://login.acme.test/?continue=${encodeURIComponent(inner)}`);
    expect(found).not.toMatch(/hunter2|T0PS3CR3T/);
    expect(new URL(found).searchParams.get('continue')).toBe(
      'https://dash.acme.test/cb?client_id=1&token=[removed]',
    );
  });

  it('in a header, a link or a page is cleaned as well', () => {
    const secret = 'T0PS3CR3T';
    const found = kept(
      `<a href="${SIGN_IN.replaceAll('&', '&amp;')}&amp;state=${secret}&amp;next=/a?ticket=${secret}">`,
      {
        location: [`/callback?code=${secret}&state=${secret}`],
        refresh: [`0; url=https://dash.acme.test/?token=${secret}`],
        link: [`<https://dash.acme.test/?sig=${secret}>; rel=next`],
      },
    );
    expect(found).not.toContain(secret);
    expect(found).toContain('client_id=123-abc');
    expect(found).toContain('/callback?code=[removed]&state=[removed]');
  });

  it('of any form is never made longer than it has to be, and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        expect(redactUrl(redactUrl(url))).toBe(redactUrl(url));
        expect(redactUrl(url).split('?')[0]).toBe(url.split(/[?#]/)[0]);
      }),
    );
  });
});

it('never throws and never adds, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.array(opaque, { maxLength: 3 }), (any, secrets) => {
      const found = redactText(any, secrets);
      expect(redactText(found, secrets)).toBe(found);
    }),
  );
});

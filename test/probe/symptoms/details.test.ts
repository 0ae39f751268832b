/** Finer points: what is said in words, which doubt stands beside, and what a good way in tells. */
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import type { Observation } from '../../../src/probe/observation.js';
import { symptoms } from '../../../src/probe/symptoms/index.js';
import {
  AT,
  around,
  bare,
  CLIENT,
  GCLOUD_CLIENT,
  grpcReply,
  grpcSeen,
  held,
  iap,
  observe,
  onRun,
  orders,
  ROBOT,
  reply,
  token,
} from './build.js';

const HTML = { 'content-type': 'text/html' };
const noteTexts = (seen: Observation): string =>
  conclude(seen)
    .warnings.map(({ finding, text }) => `${finding}: ${text}`)
    .join('\n');
const refuses = (words: string) => iap(401, `Invalid IAP credentials: ${words}`);

describe('a wrong audience', () => {
  const wrong = (aud: string, kind: 'id-token' | 'self-signed-jwt' = 'id-token') =>
    conclude(
      observe({
        credential: token({ aud: [aud], kind }),
        reply: refuses(
          `JWT audience doesn't match this application ('aud' claim (${aud}) doesn't match expected value (${CLIENT}))`,
        ),
      }),
    );

  it('of gcloud\u2019s own is called that, with the command that mints the right one', () => {
    const { cause, fixes } = wrong(GCLOUD_CLIENT);
    expect(cause?.text).toMatch(/gcloud\u2019s own token/);
    expect(cause?.adminText).toContain(CLIENT);
    expect(fixes[0]?.gcloud).toBe(
      `gcloud auth print-identity-token --impersonate-service-account=${ROBOT} --audiences=${CLIENT} --include-email`,
    );
  });

  it('that is the address is explained', () => {
    expect(wrong('https://dash.acme.test').cause?.adminText).toMatch(/Cloud Run\u2019s own check wants/);
  });

  it('of a self-signed token that does not cover the address is explained', () => {
    expect(wrong('https://other.acme.test/*', 'self-signed-jwt').cause?.adminText).toMatch(
      /has to name the address/,
    );
  });

  it('that IAP read differently than it was sent is told', () => {
    const seen = observe({
      reply: refuses(
        `JWT audience doesn't match this application ('aud' claim (x) doesn't match expected value (y))`,
      ),
    });
    expect(conclude(seen).cause?.adminText).toMatch(/something on the way replaced it/);
  });

  it('is read from HTML\u2019s escapes too', () => {
    const line = `JWT audience doesn&#39;t match this application (&#39;aud&#39; claim (x) doesn&#39;t match expected value (${CLIENT}))`;
    const { cause } = conclude(observe({ credential: token({ aud: ['x'] }), reply: refuses(line) }));
    expect([cause?.code, cause?.text.includes(CLIENT)]).toEqual(['token-audience', true]);
  });

  it('is the likeliest reason for words nobody knows, and only likely', () => {
    const seen = observe({ credential: token({ aud: ['other'] }), reply: refuses('quite new') });
    const { cause } = conclude(seen);
    expect([cause?.code, cause?.sureness]).toEqual(['token-audience', 'likely']);
    expect(cause?.text).toMatch(/most likely/);
  });

  it('is a doubt beside a reason that IAP does name', () => {
    const seen = observe({
      credential: token({ aud: ['other'] }),
      reply: refuses('JWT signature is invalid'),
    });
    const { cause, also, warnings } = conclude(seen);
    expect([cause?.code, also]).toEqual(['token-signature', []]);
    expect(warnings.map(({ code }) => code)).toContain('token-audience');
  });

  it('is a doubt where the app answered all the same', () => {
    expect(noteTexts(observe({ credential: token({ aud: ['other'] }), reply: reply(200) }))).toMatch(
      /unsure: .*another audience/,
    );
    expect(noteTexts(observe({ reply: reply(200) }))).toMatch(/ok: .*audience IAP expects/);
    const own = token({ kind: 'self-signed-jwt', aud: ['https://dash.acme.test/*'] });
    expect(noteTexts(observe({ credential: own, reply: reply(200) }))).toMatch(/ok: .*audience IAP expects/);
  });
});

describe('the token\u2019s life', () => {
  it('is told', () => {
    expect(noteTexts(observe({ reply: reply(200) }))).toMatch(/ok: The token is valid for another 30 min/);
    const short = token({ expiresAt: AT + 120_000 });
    expect(noteTexts(observe({ credential: short, reply: reply(200) }))).toMatch(
      /warns: The token ends in 2 min/,
    );
  });

  it('that has just begun makes one think of a token per call, unless the probe minted it', () => {
    const fresh = { issuedAt: AT - 2000, expiresAt: AT + 3_598_000 };
    const file = token({ ...fresh, origin: 'token.txt' });
    expect(noteTexts(observe({ credential: file, reply: reply(200) }))).toMatch(
      /unsure: The token was made moments before/,
    );
    expect(noteTexts(observe({ credential: token(fresh), reply: reply(200) }))).not.toMatch(/moments before/);
  });

  it('that is over, and the app answers: IAP most likely did not look', () => {
    const over = token({ expiresAt: AT - 1 });
    expect(noteTexts(observe({ credential: over, reply: reply(200) }))).toMatch(/unsure: .*IAP did not look/);
  });
});

describe('the scopes of an access token', () => {
  const email = 'https://www.googleapis.com/auth/userinfo.email';
  const access = (scopes: readonly string[]) => token({ kind: 'access-token', aud: [], scopes });

  it('are good with openid and the address, under either name', () => {
    for (const scopes of [
      ['openid', email],
      ['email', 'openid', 'x'],
    ])
      expect(noteTexts(observe({ credential: access(scopes), reply: reply(200) }))).toMatch(
        /ok: .*has the scopes/,
      );
  });

  it('that lack one are told, and are the likeliest reason where IAP gives none', () => {
    const credential = access(['https://www.googleapis.com/auth/cloud-platform']);
    expect(noteTexts(observe({ credential, reply: refuses('Unable to parse JWT') }))).toMatch(
      /warns: .*openid and userinfo.email/,
    );
    const { cause } = conclude(observe({ credential, reply: refuses('quite new') }));
    expect([cause?.code, cause?.sureness]).toEqual(['access-token-refused', 'likely']);
  });
});

describe('the certificate', () => {
  const stages = (days: number): Observation['stages'] => [
    {
      stage: 'tls',
      ok: true,
      ms: 9,
      facts: { validTo: new Date(AT + days * 86_400_000).toISOString(), alpn: 'h2' },
    },
  ];

  it('that lasts is good, and one that ends soon is a warning with its mend', () => {
    expect(noteTexts(observe({ reply: reply(200), stages: stages(60) }))).toMatch(
      /ok: The certificate is valid for another 60 days/,
    );
    const soon = observe({ reply: reply(200), stages: stages(5) });
    expect(noteTexts(soon)).toMatch(/warns: The certificate ends in 5 days/);
    expect(conclude(soon).verdict).toBe('through');
    expect(conclude(soon).fixes.map(({ title }) => title)).toContain('Renew the certificate');
  });
});

describe('the way around IAP', () => {
  const around_ = (there: Observation['direct']) => observe({ reply: reply(502, HTML, 'x'), direct: there });

  it('tells that the backend is ill on both ways', () => {
    const direct = { url: 'https://10.0.0.9/', stages: [], halt: undefined, reply: reply(500) };
    expect(noteTexts(around_(direct))).toMatch(/fails around IAP as well/);
  });

  it('that is shut is good', () => {
    const direct = {
      url: 'https://10.0.0.9/',
      stages: [],
      halt: { stage: 'tcp', code: 'tcp-refused', detail: 'nobody listens', errno: undefined } as const,
      reply: undefined,
    };
    expect(noteTexts(around_(direct))).toMatch(/ok: The backend cannot be reached around IAP/);
  });

  it('that is behind IAP as well is no way around', () => {
    const direct = { url: 'https://10.0.0.9/', stages: [], halt: undefined, reply: refuses('empty token') };
    expect(conclude(around_(direct)).warnings.map(({ code }) => code)).not.toContain('iap-bypassable');
  });
});

describe('assertions', () => {
  const tests = (signature: number, valid = 200): Observation['jwtTests'] => [
    { test: 'NOT_SET', reply: reply(valid), problem: undefined },
    { test: 'SIGNATURE', reply: reply(signature), problem: undefined },
  ];

  it('that are all refused are good', () => {
    expect(noteTexts(observe({ reply: reply(200), jwtTests: tests(401) }))).toMatch(
      /ok: The app refuses every forged/,
    );
  });

  it('prove nothing where the app refuses the valid one too', () => {
    const seen = observe({ reply: reply(200), jwtTests: tests(401, 401) });
    expect(conclude(seen).verdict).toBe('through');
    expect(noteTexts(seen)).toMatch(/unsure: Whether the app checks/);
  });
});

describe('a gRPC client that fails where the raw call does not', () => {
  it('is not taken for the app\u2019s word', () => {
    const grpc = grpcSeen({ status: 14, name: 'UNAVAILABLE', details: 'Connection dropped' });
    const { cause } = conclude(observe({ target: orders, reply: grpcReply(0), grpc }));
    expect([cause?.code, cause?.failedStage]).toEqual(['grpc-error', 'grpc']);
    expect(cause?.text).toMatch(/loses the connection/);
  });

  it('is believed where the raw call was cut short by us', () => {
    const raw = reply(200, { 'content-type': 'application/grpc' }, '', {
      ending: { kind: 'cut-by-us' },
      grpcMessages: 1,
    });
    expect(conclude(observe({ target: orders, reply: raw, grpc: grpcSeen() })).verdict).toBe('through');
    expect(conclude(observe({ target: orders, reply: raw })).verdict).toBe('through');
  });

  it('is read from a reply of headers only', () => {
    const only = reply(200, {
      'content-type': 'application/grpc',
      'grpc-status': '5',
      'grpc-message': 'gone%2C',
    });
    const { cause } = conclude(observe({ target: orders, reply: only }));
    expect([cause?.code, cause?.adminText.includes('gone,')]).toEqual(['grpc-error', true]);
  });

  it('is told the nearest method', () => {
    const grpc = grpcSeen({
      status: 12,
      name: 'UNIMPLEMENTED',
      details: '',
      suggestions: ['acme.orders.v1.Orders/ListAll'],
    });
    expect(conclude(observe({ target: orders, reply: grpcReply(12), grpc })).cause?.text).toContain(
      'Orders/ListAll',
    );
  });
});

describe('a redirect to nowhere', () => {
  it('is a redirect, not an answer of the app', () => {
    expect(conclude(bare({ reply: reply(302) })).cause?.code).toBe('redirected-elsewhere');
  });
});

describe('redirects to the same address', () => {
  it('prove no loop where a value was taken out', () => {
    const url = 'https://dash.acme.test/?step=[removed]';
    const seen = bare({ reply: reply(302, { location: url }, '', { url }) });
    expect(conclude(seen).cause?.code).toBe('redirected-elsewhere');
  });

  it('prove no loop where a cookie comes with them', () => {
    const { cause } = conclude(
      bare({ reply: reply(302, { location: '/', 'set-cookie': 'seen=[removed]' }) }),
    );
    expect([cause?.code, cause?.text]).toEqual([
      'redirected-elsewhere',
      expect.stringMatching(/with a cookie/),
    ]);
  });

  it('of an app that does not see https are told as likely, with the check', () => {
    const { cause } = conclude(bare({ reply: reply(301, { location: '/' }) }));
    expect([cause?.code, cause?.sureness, cause?.competing?.length]).toEqual(['redirect-loop', 'likely', 1]);
  });

  it('of IAP with a token, on a known bad combination, name that too', () => {
    const seen = observe({
      target: { ...onRun, url: 'https://dash.acme.test/' },
      around: around({ loadBalancingScheme: 'EXTERNAL' }),
      reply: iap(302, 'Invalid IAP credentials: empty token', {
        location: 'https://accounts.google.com/o/oauth2/v2/auth',
      }),
    });
    expect(conclude(seen).cause?.competing?.map(({ code }) => code)).toEqual(['redirect-loop']);
  });
});

describe('an app that refuses where IAP is off', () => {
  it('is not said to have been let through to by IAP', () => {
    const no = reply(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' }, '{}');
    const { cause, warnings } = conclude(observe({ reply: no, bare: no }));
    expect(cause?.code).toBe('app-refused');
    expect(cause?.text).toMatch(/IAP does not stand in the way/);
    expect(warnings.map(({ code }) => code)).toContain('exposed');
  });
});

describe('mends', () => {
  it('are said once each', () => {
    const seen = observe({ reply: reply(503) });
    const again = symptoms
      .filter(({ id }) => id === 'app')
      .map((one) => ({ ...one, id: 'again', recognise: () => null }));
    expect(conclude(seen, [...symptoms, ...again]).fixes).toEqual(conclude(seen).fixes);
  });

  it('of a refused service agent name the service and its agent', () => {
    const { fixes } = conclude(
      observe({ target: onRun, reply: reply(401, { 'www-authenticate': 'Bearer error="invalid_token"' }) }),
    );
    expect(fixes[0]?.gcloud).toBe(
      'gcloud run services add-iam-policy-binding payroll --region=europe-west1 --member=serviceAccount:service-111111111111@gcp-sa-iap.iam.gserviceaccount.com --role=roles/run.invoker --project=111111111111',
    );
  });

  it('of a missing permission grant as little as can be, and do not grant what is granted', () => {
    const denied = iap(403, `Access denied. For user ${ROBOT}.`);
    const { fixes } = conclude(observe({ reply: denied }));
    expect(fixes.some(({ gcloud }) => gcloud?.includes('--service=2222222222222222222') ?? false)).toBe(true);
    expect(fixes[0]?.overgrant).toBe(0);
    const access = { subject: 'x', verdict: 'allowed' as const, code: null, text: 't', adminText: 'a' };
    const known = conclude(observe({ reply: denied, around: around({ access }) }));
    expect(known.fixes.every(({ gcloud }) => gcloud === null)).toBe(true);
  });
});

describe('streams', () => {
  it('that keep-alive saves were certainly cut for their silence', () => {
    const cut = held({ heldMs: 15_000, idleMs: 15_000, messages: 1, end: { kind: 'closed' } });
    const { cause } = conclude(
      observe({ target: orders, reply: grpcReply(0), streams: [held({ keepalive: true }), cut] }),
    );
    expect([cause?.sureness, cause?.text]).toEqual([
      'certain',
      expect.stringMatching(/with keep-alive it lasted/),
    ]);
  });

  it('that outlive their token are told', () => {
    const seen = observe({
      target: orders,
      reply: grpcReply(0),
      streams: [held({ tokenExpiredAfterMs: 10_000 })],
    });
    expect(noteTexts(seen)).toMatch(/a stream outlives its token/);
  });

  it('that end by too many keep-alives say so', () => {
    const end = { kind: 'goaway', code: 11, name: 'ENHANCE_YOUR_CALM', debug: 'too_many_pings' } as const;
    const { cause } = conclude(
      observe({
        target: orders,
        reply: grpcReply(0),
        streams: [held({ keepalive: true, heldMs: 4000, end })],
      }),
    );
    expect(cause?.code).toBe('stream-goaway');
    expect(cause?.adminText).toMatch(/keep-alives come too often/);
  });

  it('say nothing where the way in is shut', () => {
    const streams = [held({ heldMs: 10, end: { kind: 'closed' } as const })];
    expect(
      conclude(observe({ target: orders, reply: refuses('empty token'), streams })).also.map(
        ({ code }) => code,
      ),
    ).toEqual(['grpc-hides-401']);
  });

  it('cut at a round age while silent name the other reading', () => {
    const end = { kind: 'closed' } as const;
    const { cause } = conclude(
      observe({
        target: orders,
        reply: grpcReply(0),
        streams: [held({ heldMs: 60_400, messages: 1, idleMs: 60_400, end })],
      }),
    );
    expect([cause?.code, cause?.sureness]).toEqual(['stream-deadline-cut', 'likely']);
    expect(cause?.competing?.[0]?.code).toBe('stream-idle-cut');
  });
});

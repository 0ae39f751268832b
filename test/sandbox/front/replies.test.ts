/** Every position of the switches for replies, flipped and looked at from outside. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { switchBoard } from '../../../src/sandbox/front/index.js';
import type { AppSwitch, ReplySwitch } from '../../../src/sandbox/front/switches.js';
import { ask, bearer, DEPLOYER, openStreet, type Street } from './harness.js';

const HOST = 'status.acme.test';
const DASH = 'dash.acme.test';
let street: Street;
beforeAll(async () => {
  street = await openStreet({ careless: [HOST] });
});
afterAll(() => street.close());

type Expected = readonly [status: number, body: RegExp, marked: boolean, headers?: Record<string, RegExp>];

const MARK = 'x-goog-iap-generated-response';
const code = (status: number, number: number): Expected => [
  status,
  new RegExp(`There was a problem with your request\\. Error code ${number}\\b`),
  true,
];

/** As somebody with access sees them; nothing is left out, or this does not compile. */
const REPLIES: Readonly<Record<Exclude<ReplySwitch, 'silent'>, Expected>> = {
  iap: [200, /Hello stranger/, false],
  'iap-off': [200, /Hello stranger/, false],
  'oauth-client-missing': [502, /^Empty Google Account OAuth client ID\(s\)\/secret\(s\)\.$/, false],
  'service-agent-missing': [403, /^The IAP service account is not provisioned\./, true],
  'invoker-401': [401, /Unauthorized/, false, { 'www-authenticate': /^Bearer error="invalid_token"/ }],
  'invoker-403': [403, /Error: Forbidden/, false],
  'error-code-7': code(500, 7),
  'error-code-9': code(400, 9),
  'error-code-11': code(500, 11),
  'error-code-13': code(401, 13),
  'error-code-51': code(400, 51),
  'error-code-52': code(400, 52),
  'error-code-53': code(403, 53),
  'internal-error': [
    403,
    /^An internal server error occurred while authorizing your request\. Error \d+ code\.$/,
    true,
  ],
  throttled: [429, /./, true],
  'redirect-loop': [302, /^$/, true, { location: /^https:\/\/status\.acme\.test\/a\?b=1$/ }],
  'sign-in-loop': [200, /Hello stranger/, false],
  'lb-502': [
    502,
    /The server encountered a temporary error and could not complete your request\.<p>Please try again in 30 seconds\./,
    false,
  ],
  'lb-502-text': [
    502,
    /^The server encountered a temporary error and could not complete your request\. Please try again in 30 seconds\.$/,
    false,
  ],
  'ingress-404': [404, /Page not found/, false, { server: /Google Frontend/ }],
  gcip: [200, /Hello stranger/, false],
  'sign-in-page': [200, /accounts\.google\.com/, false],
  'consent-not-allowed': [403, /Error 403: access_denied/, false],
  'redirect-uri-mismatch': [400, /Error 400: redirect_uri_mismatch/, false],
  'disallowed-useragent': [403, /Error 403: disallowed_useragent/, false],
  'sign-in-405': [405, /Method Not Allowed/, false],
};

const APPS: Readonly<Record<AppSwitch, Expected>> = {
  fine: [200, /Hello/, false],
  slow: [200, /Hello/, false],
  'own-sign-in': [302, /^$/, false, { location: /^https:\/\/status\.acme\.test\/login/ }],
  'google-sign-in': [
    302,
    /^$/,
    false,
    { location: /^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth.*status\.acme\.test%2Foauth2/ },
  ],
  bearer: [401, /own token/, false, { 'www-authenticate': /realm="app"/ }],
  forbidden: [403, /not on the list/, false],
  'not-found': [404, /no such page/, false],
  throttled: [429, /Slow down/, false, { 'retry-after': /^7$/ }],
  'error-500': [500, /failed/, false],
  'error-503': [503, /overloaded/, false],
  elsewhere: [302, /^$/, false, { location: /^https:\/\/new-status\.acme\.test\/$/ }],
};

async function matches([status, body, marked, headers = {}]: Expected): Promise<void> {
  const seen = await ask(street.front, `https://${HOST}/a?b=1`);
  expect(seen.status).toBe(status);
  expect(seen.body).toMatch(body);
  expect(seen.headers[MARK] === 'true').toBe(marked);
  for (const [name, value] of Object.entries(headers)) expect(String(seen.headers[name])).toMatch(value);
}

describe('the reply switch', () => {
  for (const [reply, expected] of Object.entries(REPLIES))
    it(`${reply}: ${switchBoard.reply[reply as ReplySwitch]}`, async () => {
      await street.front.set(HOST, { reply: reply as ReplySwitch });
      await matches(expected);
    });

  it('sends even an accepted credential to the sign-in again', async () => {
    await street.front.set('orders.acme.test', { reply: 'sign-in-loop' });
    const seen = await ask(street.front, 'https://orders.acme.test/', {
      headers: bearer(street.idToken(DEPLOYER)),
    });
    expect(seen.status).toBe(302);
    expect(String(seen.headers.location)).toContain('https://accounts.google.com/o/oauth2/v2/auth?');
    await street.front.mend('orders.acme.test');
  });

  it('wants Identity Platform’s tokens, or gives the old page of a denial', async () => {
    await street.front.set(DASH, { reply: 'gcip', denied: 'page' });
    const headers = bearer(street.idToken(DEPLOYER));
    expect((await ask(street.front, `https://${DASH}/`, { headers })).body).toMatch(
      /^Invalid GCIP ID token: /,
    );
    await street.front.set(DASH, { denied: 'named', reply: 'iap' });
    expect((await ask(street.front, `https://${DASH}/`, { headers })).body).toBe(
      `Acme dashboard: Access denied. For user ${DEPLOYER}.`,
    );
    await street.front.set(DASH, { denied: 'page' });
    expect((await ask(street.front, `https://${DASH}/`, { headers })).body).toContain(
      "You don't have access",
    );
  });

  it('changes nothing at other hosts', async () => {
    await street.front.set(HOST, { reply: 'lb-502' });
    expect((await ask(street.front, 'https://handbook.acme.test/')).status).toBe(302);
    await street.front.mend(HOST);
    expect((await ask(street.front, `https://${HOST}/`)).status).toBe(200);
  });
});

describe('the app switch', () => {
  for (const [app, expected] of Object.entries(APPS))
    it(`${app}: ${switchBoard.app[app as AppSwitch]}`, async () => {
      await street.front.set(HOST, { reply: 'iap', app: app as AppSwitch });
      const began = performance.now();
      await matches(expected);
      if (app === 'slow') expect(performance.now() - began).toBeGreaterThan(1500);
    });

  it('leaves the app’s own token to the app when IAP’s travels in Proxy-Authorization', async () => {
    const { front, google } = street;
    google.world.policies.set('projects/111111111111/iap_web/compute/services/5555555555555555555', {
      bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: [`serviceAccount:${DEPLOYER}`] }],
    });
    await front.set('grafana.acme.test', { app: 'bearer' });
    const url = 'https://grafana.acme.test/api/x';
    const iap = `Bearer ${street.idToken(DEPLOYER)}`;
    expect((await ask(front, url, { headers: { authorization: iap } })).status).toBe(401);
    const both = { 'proxy-authorization': iap, authorization: 'Bearer app-1' };
    expect((await ask(front, url, { headers: both })).status).toBe(200);
  });
});

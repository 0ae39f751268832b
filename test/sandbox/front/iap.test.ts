/** What IAP says at the sandbox's door, word by word as it was measured at the real one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askH1, bearer, DEPLOYER, OAUTH_CLIENT, openStreet, type Street } from './harness.js';

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const DASH = 'https://dash.acme.test/';
const ORDERS = 'https://orders.acme.test/';
const MARK = 'x-goog-iap-generated-response';
const get = (url: string, headers: Record<string, string> = {}) => ask(street.front, url, { headers });
const withToken = (url: string, token: string) => get(url, bearer(token));

describe('without a credential', () => {
  it('a browser is sent to Google’s sign-in, with everything the address carries', async () => {
    for (const seen of [await get(DASH), await askH1(street.front, DASH)]) {
      expect(seen).toMatchObject({ status: 302, body: 'Invalid IAP credentials: empty token' });
      expect(seen.headers[MARK]).toBe('true');
      expect(seen.headers['content-type']).toMatch(/^text\/html/);
      expect(String(seen.headers['set-cookie'])).toMatch(/^GCP_IAP_XSRF_NONCE_\S+=1;/);
      const location = new URL(String(seen.headers.location));
      expect(location.origin + location.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
      expect(Object.fromEntries(location.searchParams)).toMatchObject({
        client_id: OAUTH_CLIENT,
        response_type: 'code',
        scope: 'openid email',
        redirect_uri: `https://iap.googleapis.com/v1/oauth/clientIds/${OAUTH_CLIENT}:handleRedirect`,
        state: expect.stringMatching(/^\S{40,}$/) as string,
      });
    }
  });

  it('whoever cannot follow gets a 401 with the same words', async () => {
    const refused = { status: 401, body: 'Invalid IAP credentials: empty token' };
    expect(await ask(street.front, DASH, { method: 'POST', body: 'x' })).toMatchObject(refused);
    expect(await get(DASH, { 'x-requested-with': 'XMLHttpRequest' })).toMatchObject(refused);
    expect(await get(DASH, { accept: 'application/json' })).toMatchObject(refused);
    const grpc = { 'content-type': 'application/grpc', te: 'trailers' };
    const seen = await ask(street.front, `${ORDERS}acme.orders.v1.Orders/List`, {
      method: 'POST',
      headers: grpc,
    });
    expect(seen).toMatchObject(refused);
    expect(seen.headers).toMatchObject({ [MARK]: 'true', 'content-type': 'text/html; charset=UTF-8' });
    expect((await get(DASH, { accept: 'text/html,*/*' })).status).toBe(302);
  });
});

describe('a credential that is not good enough', () => {
  const refused = async (url: string, token: string): Promise<string> => {
    const seen = await withToken(url, token);
    expect(seen.status).toBe(401);
    expect(seen.headers[MARK]).toBe('true');
    return seen.body;
  };
  const jwt = (head: unknown, body: string): string =>
    `${Buffer.from(JSON.stringify(head)).toString('base64url')}.${Buffer.from(body).toString('base64url')}.c2ln`;

  it('is told apart by IAP’s own words', async () => {
    const words = 'Invalid IAP credentials: ';
    expect(await refused(DASH, 'gibberish')).toBe(`${words}Unable to parse JWT`);
    expect(await refused(DASH, jwt({ alg: 'HS256' }, '{"sub":"app"}'))).toBe(
      `${words}JWT signature is invalid`,
    );
    expect(await refused(DASH, jwt({ alg: 'HS256' }, '{sub:app}'))).toBe(
      `${words}Jwt payload is invalid [Line 0, column 7: No quote found for string field] for payload {sub:app}`,
    );
    const stolen = street.idToken(DEPLOYER).split('.');
    const forged = [
      stolen[0],
      Buffer.from('{"iss":"https://accounts.google.com"}').toString('base64url'),
      stolen[2],
    ];
    expect(await refused(DASH, forged.join('.'))).toBe(`${words}JWT signature is invalid`);
    expect(await refused(DASH, street.idToken(DEPLOYER, { aud: 'A' }))).toBe(
      `${words}JWT audience doesn't match this application ('aud' claim (A) doesn't match expected value (${OAUTH_CLIENT}))`,
    );
    expect(await refused(DASH, street.idToken(DEPLOYER, { email: undefined }))).toBe(
      `${words}JWT 'email' claim isn't a string`,
    );
    expect(await refused(DASH, street.idToken(DEPLOYER, { exp: 1_700_000_000 }))).toContain('expired');
  });

  it('names no audience where Google manages the client', async () => {
    const vault = 'https://vault.acme.test/';
    const managed = new URL(String((await get(vault)).headers.location)).searchParams.get('client_id');
    const token = street.idToken(DEPLOYER, { aud: managed });
    expect(await refused(vault, token)).toBe(
      'Invalid IAP credentials: Invalid bearer token. Invalid JWT audience.',
    );
    await street.front.set('vault.acme.test', { audienceWording: 'newer' });
    expect(await refused(vault, token)).toBe('Invalid IAP credentials: Invalid JWT audience.');
    await street.front.mend('vault.acme.test');
  });

  it('is only a code where an access token will not do', async () => {
    const { tokens } = street.google.switches;
    const scopes = ['openid', 'https://www.googleapis.com/auth/userinfo.email'];
    expect(await refused('https://vault.acme.test/', tokens.accessToken('bob@acme.test', scopes))).toContain(
      'Error code 900',
    );
    expect(await refused(ORDERS, tokens.accessToken(DEPLOYER, ['cloud-platform']))).toContain('900');
    const denied = await withToken('https://vault.acme.test/', tokens.accessToken(DEPLOYER, scopes));
    expect(denied.status).toBe(403);
  });

  it('is of the wrong family where Identity Platform signs people in', async () => {
    const shop = 'https://shop.acme.test/';
    expect(await get(shop)).toMatchObject({ status: 302, body: 'Invalid GCIP ID token: empty token' });
    expect(await refused(shop, street.idToken(DEPLOYER))).toMatch(/^Invalid GCIP ID token: /);
    const gcip = street.idToken('guest@nowhere.test', { iss: 'https://securetoken.google.com/acme-prod' });
    expect((await withToken(shop, gcip)).status).toBe(200);
  });
});

describe('a good credential', () => {
  it('of somebody without the role is refused by name, as one line or as a page', async () => {
    const line = await withToken(DASH, street.idToken(DEPLOYER));
    expect(line).toMatchObject({ status: 403, body: `Access denied. For user ${DEPLOYER}.` });
    expect(line.headers[MARK]).toBe('true');
    const page = await get(DASH, {
      ...bearer(street.idToken(DEPLOYER)),
      accept: 'text/html',
      'user-agent': 'Mozilla/5.0 (X11)',
    });
    expect(page.status).toBe(403);
    expect(page.body).toContain("<title>You don't have access</title>");
    const node = 'projects/111111111111/iap_web';
    const accessDeniedPageSettings = { accessDeniedPageUri: 'https://help.acme.test/denied' };
    street.google.world.iapSettings.set(node, { applicationSettings: { accessDeniedPageSettings } });
    const own = await get(DASH, {
      ...bearer(street.idToken(DEPLOYER)),
      accept: 'text/html',
      'user-agent': 'Mozilla/5.0 (X11)',
    });
    expect(own).toMatchObject({ status: 302, headers: { location: 'https://help.acme.test/denied' } });
    street.google.world.iapSettings.delete(node);
  });

  it('of somebody with the role reaches the app: ID token, self-signed, access token, session', async () => {
    const url = 'https://grafana.acme.test/api/x';
    street.google.world.policies.set('projects/111111111111/iap_web/compute/services/5555555555555555555', {
      bindings: [
        {
          role: 'roles/iap.httpsResourceAccessor',
          members: ['user:bob@acme.test', `serviceAccount:${DEPLOYER}`],
        },
      ],
    });
    const { tokens } = street.google.switches;
    const scopes = ['openid', 'https://www.googleapis.com/auth/userinfo.email'];
    const good = [
      street.idToken(DEPLOYER),
      street.selfSigned(DEPLOYER, 'https://grafana.acme.test/*'),
      street.selfSigned(DEPLOYER, url),
      tokens.accessToken(DEPLOYER, scopes),
    ];
    for (const token of good) {
      const seen = await withToken(url, token);
      expect(seen.status).toBe(200);
      expect(JSON.parse(seen.body)).toEqual({ app: 'grafana', you: DEPLOYER });
      expect(seen.headers[MARK]).toBeUndefined();
    }
    const person = await get(url, { cookie: street.front.signIn('bob@acme.test') });
    expect(JSON.parse(person.body)).toMatchObject({ you: 'bob@acme.test' });
    for (const aud of ['https://orders.acme.test/*', 'https://grafana.acme.test/api/y'])
      expect((await withToken(url, street.selfSigned(DEPLOYER, aud))).body).toContain(
        'Invalid JWT audience.',
      );
    const long = { exp: Math.floor(Date.now() / 1000) + 7200 };
    expect((await withToken(url, street.selfSigned(DEPLOYER, url, long))).status).toBe(401);
  });

  it('may be for any client on the list of programmatic clients', async () => {
    const node = 'projects/111111111111/iap_web';
    const accessSettings = { oauthSettings: { programmaticClients: ['desktop.apps.googleusercontent.com'] } };
    const token = street.idToken('bob@acme.test', { aud: 'desktop.apps.googleusercontent.com' });
    expect((await withToken('https://docs.acme.test/', token)).status).toBe(401);
    street.google.world.iapSettings.set(node, { accessSettings });
    expect((await withToken('https://docs.acme.test/', token)).status).toBe(200);
    street.google.world.iapSettings.delete(node);
  });

  it('of a person is not enough where IAP wants to see them again', async () => {
    const node = 'projects/111111111111/iap_web';
    const accessSettings = { oauthSettings: { programmaticClients: ['cli.apps.googleusercontent.com'] } };
    street.google.world.iapSettings.set(node, { accessSettings });
    const token = street.idToken('bob@acme.test', { aud: 'cli.apps.googleusercontent.com' });
    expect((await withToken('https://docs.acme.test/', token)).status).toBe(200);
    expect((await withToken('https://vault.acme.test/', token)).status).toBe(401);
    street.google.world.iapSettings.delete(node);
    const session = await get('https://vault.acme.test/', { cookie: street.front.signIn('bob@acme.test') });
    expect(session.status).toBe(200);
  });

  it('is written into the log, granted or not', async () => {
    const { logEntries } = street.google.world;
    const before = logEntries.length;
    await withToken(DASH, street.idToken(DEPLOYER));
    await withToken(ORDERS, street.idToken(DEPLOYER));
    await get(DASH);
    const [denied, granted, ...more] = logEntries.slice(before);
    expect(more).toEqual([]);
    expect(denied).toMatchObject({
      severity: 'ERROR',
      protoPayload: {
        methodName: 'AuthorizeUser',
        status: { code: 7, message: 'Permission Denied.' },
        resourceName: '2222222222222222222',
        requestMetadata: { requestAttributes: { host: 'dash.acme.test', path: '/' } },
        metadata: { oauth_client_id: OAUTH_CLIENT },
      },
    });
    expect(granted).toMatchObject({
      severity: 'INFO',
      protoPayload: { status: {}, authorizationInfo: [{ granted: true }] },
    });
  });
});

describe('places that are special', () => {
  it('answer by what the company’s settings say', async () => {
    expect(await get('https://atlas.acme.test/')).toMatchObject({
      status: 502,
      body: 'Empty Google Account OAuth client ID(s)/secret(s).',
    });
    expect((await get('https://intranet.acme.test/')).body).toContain(
      'There was a problem with your request. Error code 53',
    );
    const open = await get('https://status.acme.test/api/me');
    expect(open).toMatchObject({ status: 200, body: '{"app":"status","you":"stranger"}\n' });
    const preflight = (url: string) => ask(street.front, url, { method: 'OPTIONS' });
    expect(await preflight('https://vault.acme.test/')).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': '*' },
    });
    expect((await preflight(DASH)).status).toBe(401);
    expect((await get('https://nowhere.acme.test/')).status).toBe(404);
  });

  it('are found by path where a load balancer splits a host', async () => {
    const vera = street.front.signIn('vera@acme.test');
    expect((await get('https://store.acme.test/cart', { cookie: vera })).status).toBe(200);
    expect((await get('https://store.acme.test/admin/x', { cookie: vera })).status).toBe(403);
  });

  it('have Cloud Run’s own word behind IAP', async () => {
    const forms = 'https://forms-111111111111.europe-west1.run.test/';
    street.google.world.policies.set('projects/111111111111/iap_web/cloud_run-europe-west1/services/forms', {
      bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: ['user:bob@acme.test'] }],
    });
    const bob = { cookie: street.front.signIn('bob@acme.test') };
    const refused = await get(forms, bob);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('<h1>Error: Forbidden</h1>');
    expect(refused.headers[MARK]).toBeUndefined();
    const docs = 'https://docs-111111111111.europe-west1.run.test/api/x';
    expect((await get(docs)).status).toBe(200);
    const run = street.google.world.runServices.find(({ name }) => name === 'docs');
    if (run) run.policy = { bindings: [] };
    expect((await get(docs)).status).toBe(403);
    const twice = await get('https://portal.acme.test/', bob);
    expect(twice).toMatchObject({ status: 403, body: 'Access denied. For user bob@acme.test.' });
  });
});

describe('special modes', () => {
  it('tell anybody who is signed in who they are, even without access', async () => {
    const cookie = street.front.signIn('noor@acme.test');
    const seen = await get(`${DASH}any/path?gcp-iap-mode=IDENTITY`, { cookie });
    expect(seen.status).toBe(200);
    expect(JSON.parse(seen.body)).toEqual({
      email: 'accounts.google.com:noor@acme.test',
      sub: expect.stringMatching(/^accounts\.google\.com:\d{21}$/) as string,
    });
    expect((await get(`${DASH}?gcp-iap-mode=IDENTITY`)).status).toBe(302);
  });

  it('take the cookies away, and ask for a sign-in where none is needed', async () => {
    const cookie = street.front.signIn('noor@acme.test');
    const cleared = await get(`${DASH}x?gcp-iap-mode=CLEAR_LOGIN_COOKIE`, { cookie });
    expect(cleared).toMatchObject({ status: 302, headers: { location: `${DASH}x` } });
    expect(String(cleared.headers['set-cookie'])).toContain('1970');
    expect((await get('https://status.acme.test/?gcp-iap-mode=FORCE_LOGIN')).status).toBe(302);
  });
});

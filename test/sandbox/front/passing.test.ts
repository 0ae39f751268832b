/** What reaches the app through the door, what it is told of the caller, and which forgeries it falls for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askH1, bearer, DEPLOYER, h2Session, openStreet, readReply, type Street } from './harness.js';

let street: Street;
beforeAll(async () => {
  street = await openStreet({ careless: ['grafana.acme.test'] });
  for (const id of ['5555555555555555555', '7777777777777777777'])
    street.google.world.policies.set(`projects/111111111111/iap_web/compute/services/${id}`, {
      bindings: [{ role: 'roles/iap.httpsResourceAccessor', members: [`serviceAccount:${DEPLOYER}`] }],
    });
});
afterAll(() => street.close());

const HR = 'https://hr.acme.test/';

async function shown(
  url: string,
  headers: Record<string, string>,
  over = ask,
): Promise<Record<string, string>> {
  const seen = await over(street.front, `${url}headers`, { headers });
  expect(seen.status).toBe(200);
  return JSON.parse(seen.body) as Record<string, string>;
}

describe('header fields', () => {
  it('of IAP are added and those a client made up are taken away, over either protocol', async () => {
    const forged = {
      'x-goog-authenticated-user-email': 'accounts.google.com:root@acme.test',
      'x-goog-foo': '1',
    };
    const headers = { ...bearer(street.idToken(DEPLOYER)), ...forged };
    for (const over of [ask, askH1]) {
      const seen = await shown(HR, headers, over);
      expect(seen).toMatchObject({
        'x-goog-authenticated-user-email': `accounts.google.com:${DEPLOYER}`,
        'x-goog-iap-jwt-assertion': 'present',
        via: '1.1 google',
        host: 'hr.acme.test',
      });
      expect(seen).not.toHaveProperty('x-goog-foo');
      expect(seen).not.toHaveProperty('authorization');
    }
  });

  it('are consumed where IAP read its credential, and nowhere else', async () => {
    const iap = `Bearer ${street.idToken(DEPLOYER)}`;
    const first = await shown(HR, { 'proxy-authorization': iap, authorization: 'Bearer app-1' });
    expect(first).toMatchObject({ authorization: 'present' });
    expect(first).not.toHaveProperty('proxy-authorization');
    const second = await shown(HR, { 'proxy-authorization': 'Bearer nonsense', authorization: iap });
    expect(second).not.toHaveProperty('authorization');
    expect(second).not.toHaveProperty('proxy-authorization');
  });

  it('go through as they are where IAP is off', async () => {
    const seen = await ask(street.front, 'https://legacy.acme.test/health', {
      headers: { authorization: 'Bearer app-1' },
    });
    expect(seen).toMatchObject({ status: 200, body: 'ok\n' });
    expect(street.front.requests().at(-1)?.passed).toContain('authorization');
    expect(street.front.requests().at(-1)?.passed).not.toContain('x-goog-iap-jwt-assertion');
  });
});

describe('the assertion', () => {
  it('can be checked with the keys that are published', async () => {
    const jwk = await ask(street.front, 'https://www.gstatic.com/iap/verify/public_key-jwk');
    const pem = await ask(street.front, 'https://www.gstatic.com/iap/verify/public_key');
    const { keys } = JSON.parse(jwk.body) as { keys: { kid: string; alg: string }[] };
    expect(keys[0]?.alg).toBe('ES256');
    expect(Object.keys(JSON.parse(pem.body) as object)).toEqual([keys[0]?.kid]);
  });

  const tests = ['NOT_SET', 'FUTURE_ISSUE', 'PAST_EXPIRATION', 'ISSUER', 'AUDIENCE', 'SIGNATURE'];
  const outcome = async (url: string, test: string): Promise<number> => {
    const query = `?gcp-iap-mode=SECURE_TOKEN_TEST&iap-secure-token-test-type=${test}`;
    const headers = bearer(street.idToken(DEPLOYER));
    return (await ask(street.front, `${url}${query}`, { headers })).status;
  };

  it('is refused by a careful app in every forged form, and taken when it is sound', async () => {
    const seen = await Promise.all(tests.map((test) => outcome(HR, test)));
    expect(seen).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it('is taken by a careless app in every form', async () => {
    const seen = await Promise.all(tests.map((test) => outcome('https://grafana.acme.test/', test)));
    expect(seen).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('is missing around IAP: a careful app refuses, a careless one is open', async () => {
    const direct = async (host: string) => (await fetch(await street.front.directUrl(host))).status;
    expect(await direct('hr.acme.test')).toBe(401);
    expect(await direct('grafana.acme.test')).toBe(200);
  });
});

describe('requests', () => {
  it('keep their method, path, query and body, and the app’s status comes back', async () => {
    const headers = bearer(street.idToken(DEPLOYER));
    const seen = await ask(street.front, `${HR}status/418?x=1`, { method: 'POST', body: 'tea', headers });
    expect(seen.status).toBe(418);
    expect(street.front.requests().at(-1)).toMatchObject({
      protocol: 'h2',
      method: 'POST',
      host: 'hr.acme.test',
      target: '/status/418?x=1',
      status: 418,
      answeredBy: 'backend',
      email: DEPLOYER,
    });
    const head = await ask(street.front, HR, { method: 'HEAD', headers });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(await ask(street.front, 'https://dash.acme.test/', { method: 'HEAD' })).toMatchObject({
      status: 302,
      body: '',
    });
  });

  it('may be large in either direction, over either protocol', async () => {
    const headers = bearer(street.idToken(DEPLOYER));
    for (const over of [ask, askH1]) {
      const down = await over(street.front, `${HR}bytes/6000000`, { headers });
      expect(down.body.length).toBe(6_000_000);
      const up = await over(street.front, `${HR}count`, {
        method: 'POST',
        body: 'y'.repeat(3_000_000),
        headers,
      });
      expect(JSON.parse(up.body)).toEqual({ received: 3_000_000 });
    }
  });

  it('come many at once over one connection, and each gets its own answer', async () => {
    const headers = bearer(street.idToken(DEPLOYER));
    const session = await h2Session(street.front, 'hr.acme.test');
    const statuses = Array.from({ length: 60 }, (_, i) => 400 + i);
    const seen = await Promise.all(
      statuses.map((status) => readReply(session.request({ ':path': `/status/${status}`, ...headers }))),
    );
    expect(seen.map(({ status }) => status)).toEqual(statuses);
    session.destroy();
  });

  it('leave no secret in what is remembered', async () => {
    const token = street.idToken(DEPLOYER);
    await ask(street.front, HR, { headers: bearer(token) });
    expect(JSON.stringify(street.front.requests())).not.toContain(token.slice(-40));
  });

  it('take longer by what is added, and IAP’s share is not there around it', async () => {
    await street.front.set('status.acme.test', { latency: 100, iapLatency: 100 });
    const began = performance.now();
    await ask(street.front, 'https://status.acme.test/');
    expect(performance.now() - began).toBeGreaterThan(190);
    await street.front.mend('status.acme.test');
  });
});

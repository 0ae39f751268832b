/** Which audience IAP expects, from whom that is known, and whether Google manages the client. */
import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/probe/observation.js';
import { learnAudience } from '../../../src/probe/token/learn-audience.js';
import { planMint } from '../../../src/probe/token/plan.js';
import { readCredential } from '../../../src/probe/token/read-credential.js';
import { idToken, reply, seenOf } from '../observations.js';
import { CLIENT, idClaims, jwtOf, ownClaims } from './jwts.js';
import { callback, refusal, signIn, wrongAudience } from './replies.js';

const OTHER = '999-zzz.apps.googleusercontent.com';
const redirect = signIn({ client_id: CLIENT, redirect_uri: callback(CLIENT), response_type: 'code' });
const aroundOf = (more: Partial<Surroundings>): Surroundings => ({ ...seenOf().around, ...more });

describe('the expected audience', () => {
  it('is unknown where nothing tells', () => {
    expect(learnAudience({})).toEqual({
      expected: undefined,
      all: [],
      recorded: [],
      managed: 'unknown',
    });
  });

  it('is trusted in this order: configuration, refusal, redirect, settings of IAP', () => {
    const { all } = learnAudience({
      configured: 'a',
      replies: [redirect, wrongAudience('x', 'b')],
      around: aroundOf({ oauthClientIds: ['c'], programmaticClients: ['d'] }),
    });
    expect(all).toEqual([
      { value: 'a', from: 'configuration' },
      { value: 'b', from: 'refusal' },
      { value: CLIENT, from: 'redirect' },
      { value: 'c', from: 'iap-settings' },
      { value: 'd', from: 'iap-settings' },
    ]);
    expect(learnAudience({ configured: 'a', replies: [redirect] }).expected?.value).toBe('a');
    expect(learnAudience({ replies: [redirect, wrongAudience('x', 'b')] }).expected?.value).toBe('b');
  });

  it('is told once, by the most trusted of those that say it', () => {
    const { all } = learnAudience({
      replies: [wrongAudience('x', CLIENT), redirect],
      around: aroundOf({ oauthClientIds: [CLIENT] }),
    });
    expect(all).toEqual([{ value: CLIENT, from: 'refusal' }]);
  });

  it('is what was asked for where nothing else is known, and only then', () => {
    expect(learnAudience({ asked: 'mine' }).expected).toEqual({ value: 'mine', from: 'configuration' });
    expect(learnAudience({ asked: 'mine', replies: [redirect] }).expected?.value).toBe(CLIENT);
  });

  it('is no client for a JWT that an account signed itself', () => {
    const sent = readCredential(jwtOf(ownClaims));
    expect(learnAudience({ replies: [redirect], configured: CLIENT, sent }).expected).toBeUndefined();
    expect(learnAudience({ replies: [wrongAudience('x', 'y')], sent }).expected?.value).toBe('y');
    expect(learnAudience({ configured: 'https://dash.acme.test/*', sent }).expected?.value).toBe(
      'https://dash.acme.test/*',
    );
  });

  it('is what IAP says where that contradicts the configuration, and then says so', () => {
    const learned = learnAudience({ configured: OTHER, replies: [wrongAudience(OTHER, CLIENT)] });
    expect(learned.expected).toEqual({ value: CLIENT, from: 'refusal', notConfigured: OTHER });
    const same = learnAudience({ configured: CLIENT, replies: [wrongAudience(OTHER, CLIENT)] });
    expect(same.expected).toEqual({ value: CLIENT, from: 'configuration' });
  });

  it.each([
    ['the redirect\u2019s client', redirect],
    ['the callback where the client is left out', signIn({ redirect_uri: callback(CLIENT) })],
    [
      'the older callback',
      signIn({ client_id: CLIENT, redirect_uri: 'https://dash.acme.test/_gcp_gatekeeper/authenticate' }),
    ],
  ])('is learned from %s', (_what, seen) => {
    expect(learnAudience({ replies: [undefined, seen] }).expected).toEqual({
      value: CLIENT,
      from: 'redirect',
    });
  });

  it.each([
    [
      'the app\u2019s own Google login',
      signIn({ client_id: CLIENT, redirect_uri: 'https://dash.acme.test/cb' }),
    ],
    [
      'a redirect elsewhere',
      reply(302, { headers: { location: [`https://evil.test/o/oauth2/v2/auth?client_id=${CLIENT}`] } }),
    ],
    ['a refusal without a value', refusal('Invalid JWT audience.')],
    ['an app that says the same in JSON', reply(401, { body: `{"e":"expected value (${CLIENT}))"}` })],
    ['a value with blanks', wrongAudience('x', 'ab cd')],
    ['Identity Platform', reply(401, { body: 'Invalid GCIP ID token: empty token' })],
  ])('is not learned from %s', (_what, seen) => {
    expect(learnAudience({ replies: [seen] }).expected).toBeUndefined();
  });
});

describe('a client that Google manages', () => {
  const sent = readCredential(jwtOf(idClaims));
  it.each([
    [
      'everything was read and names no client',
      { replies: [redirect], around: aroundOf({ clientsRead: true }) },
      'yes',
    ],
    ['not everything was read', { replies: [redirect], around: aroundOf({ settingsRead: true }) }, 'unknown'],
    [
      'the settings name a client',
      { replies: [redirect], around: aroundOf({ clientsRead: true, oauthClientIds: [CLIENT] }) },
      'no',
    ],
    [
      'IAP named what it expects',
      { replies: [wrongAudience('x', CLIENT)], around: aroundOf({ clientsRead: true }) },
      'no',
    ],
    [
      'a token for its own client was refused',
      { replies: [redirect, refusal('Invalid bearer token. Invalid JWT audience.')], sent },
      'yes',
    ],
    [
      'a token for another client was refused',
      { replies: [redirect, refusal('Invalid JWT audience.')], sent: idToken() },
      'unknown',
    ],
    ['nobody asked for a sign-in', { around: aroundOf({ clientsRead: true }) }, 'unknown'],
  ])('%s', (_what, sources, managed) => {
    expect(learnAudience(sources).managed).toBe(managed);
  });
});

describe('what is minted', () => {
  const url = 'https://dash.acme.test:8443/reports?x=1#top';
  const plan = (sources: Parameters<typeof learnAudience>[0], asked?: string, manyPaths = false) => {
    const { kind, audience } = planMint({ asked, learned: learnAudience(sources), url, manyPaths });
    return [kind, audience];
  };
  const managed = { replies: [redirect], around: aroundOf({ clientsRead: true }) };

  it.each([
    ['for the redirect\u2019s client', plan({ replies: [redirect] }), ['id-token', CLIENT]],
    ['for what IAP named', plan({ replies: [redirect, wrongAudience('x', OTHER)] }), ['id-token', OTHER]],
    ['for the configured one', plan({ ...managed, configured: OTHER }), ['id-token', OTHER]],
    ['for the given one', plan(managed, OTHER), ['id-token', OTHER]],
    [
      'for a client of the settings',
      plan({ around: aroundOf({ oauthClientIds: [OTHER] }) }),
      ['id-token', OTHER],
    ],
    [
      'for the address, where Google manages the client',
      plan(managed),
      ['self-signed-jwt', 'https://dash.acme.test:8443/reports'],
    ],
    [
      'for all of the host, where more than one path is asked',
      plan(managed, undefined, true),
      ['self-signed-jwt', 'https://dash.acme.test:8443/*'],
    ],
    [
      'for the address, where no client is known',
      plan({}),
      ['self-signed-jwt', 'https://dash.acme.test:8443/reports'],
    ],
    [
      'for an address that was given',
      plan({}, 'https://dash.acme.test/*'),
      ['self-signed-jwt', 'https://dash.acme.test/*'],
    ],
    [
      'never for a client that the app names and IAP\u2019s own records do not',
      plan({ replies: [redirect], around: aroundOf({ clientsRead: true, oauthClientIds: [OTHER] }) }),
      ['id-token', OTHER],
    ],
    [
      'an identity token for an address, where the client is known to be an own one',
      plan({ around: aroundOf({ oauthClientIds: [CLIENT] }) }, 'https://dash.acme.test'),
      ['id-token', 'https://dash.acme.test'],
    ],
  ])('%s', (_what, planned, expected) => {
    expect(planned).toEqual(expected);
  });
});

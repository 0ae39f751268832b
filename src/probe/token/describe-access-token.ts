/** Asks Google what an access token is good for: its scopes, its client, its owner, its end. Only for Google's own tokens. */
import type { CallContext, Google } from '../../google/ports.js';
import { Secret } from '../../google/ports-secret.js';
import type { CredentialFacts, Observation } from '../observation.js';
import type { Credential } from './credential.js';
import { takeApart } from './take-apart.js';

export interface Described {
  readonly facts: CredentialFacts;
  readonly blindSpots: Observation['blindSpots'];
}

/** Google's access tokens begin like this; a token of anybody else must not be shown to Google. */
const GOOGLE = /^ya29\./;

/**
 * The facts with what Google knows of the token; the same facts where there is nothing to ask. Runs beside the walk, never
 * throws, ends with the call's signal. An oddity `not-known-to-google` means: expired, revoked or mistyped.
 */
export async function describeAccessToken(
  facts: CredentialFacts,
  credential: Credential | undefined,
  google: Pick<Google, 'tokens'>,
  call: CallContext,
  now: () => number,
): Promise<Described> {
  const core = credential ? takeApart(credential.value.reveal()).core : '';
  if (facts.kind !== 'access-token' || !GOOGLE.test(core)) return { facts, blindSpots: [] };
  const look = await google.tokens.describe(new Secret(core), call);
  if (look.ok) {
    const { scopes, audience, email, expiresIn } = look.value;
    const known: CredentialFacts = {
      ...facts,
      scopes,
      aud: audience === undefined ? [] : [audience],
      email,
      expiresAt: expiresIn === undefined ? undefined : now() + expiresIn * 1000,
    };
    return { facts: known, blindSpots: [] };
  }
  if (look.problem.kind === 'invalid')
    return { facts: { ...facts, oddities: [...facts.oddities, 'not-known-to-google'] }, blindSpots: [] };
  const spot = {
    code: 'api-unavailable',
    what: 'I could not ask Google for the scopes of the access token.',
    needs: 'a way to oauth2.googleapis.com',
  };
  return { facts, blindSpots: [spot] };
}

/** What a probe needs of Google: tokens for the service accounts that are there to probe as. */
import type { Google } from '../../../google/ports.js';
import type { Email } from '../../../names/index.js';
import { lifetimes } from '../../../store/lifetimes.js';
import type { Fact, Seen } from '../../engine.js';
import { leaf } from '../../facts/leaf.js';
import { at, type CapabilitySpec } from './spec.js';

/** Names no app: whoever got hold of such a token could do nothing with it. */
const AUDIENCE = 'iap-doctor-status';
/** Enough to see, few enough to be cheap. */
const MOST = 3;

/** Mints for real and lets the token go at once: only that it worked is kept. */
const mintable = ({ tokens }: Google, account: Email): Fact<Seen<true>> =>
  leaf(
    'iamcredentials',
    'generateIdToken',
    account,
    lifetimes.logs,
    (value) => (value === true ? value : undefined),
    async (call) => {
      const look = await tokens.idToken(account, AUDIENCE, call);
      return look.ok ? { ok: true, value: true } : look;
    },
  );

export const probing: readonly CapabilitySpec[] = [
  {
    id: 'token-minting',
    title: 'tokens to probe as a service account',
    code: 'token-not-minted',
    rights: ['id-tokens'],
    // No verdict of why rests on it, and a probe without a credential is one as well.
    needed: false,
    rule: 'all',
    attempts: async ({ google, config }) =>
      (config.probe.accounts ?? []).slice(0, MOST).map((account) => at(account, mintable(google, account))),
    note: 'Without it probe --as has no token to send. Where Google manages the OAuth client it also needs roles/iam.serviceAccountTokenCreator on that account.',
    untried: 'tokens to probe as a service account (probe.accounts in the configuration names none to try)',
  },
];

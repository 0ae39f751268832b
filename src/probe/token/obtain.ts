/** Gets the credential a probe is to send: from a file, by minting it for a service account, or none at all. */
import type { CallContext, Google } from '../../google/ports.js';
import type { Secret } from '../../google/ports-secret.js';
import type { Email } from '../../names/index.js';
import type { CredentialFacts } from '../observation.js';
import { type Credential, credentialOf } from './credential.js';
import type { LearnedAudience } from './learn-audience.js';
import { mint } from './mint.js';
import { type BlindSpot, notMinted } from './not-minted.js';
import { type MintPlan, planMint, secondPlan } from './plan.js';
import { noCredential, readCredential } from './read-credential.js';
import { readTokenFile } from './token-file.js';

/** What was asked for on the command line. A file wins over an account; naming both is a mistake of the words. */
export interface CredentialWish {
  readonly tokenFile?: string | undefined;
  readonly as?: Email | undefined;
  /** `--audience`: mint for this one, whatever was learned. */
  readonly audience?: string | undefined;
  readonly proxyAuthorization: boolean;
}

export interface ObtainOptions {
  readonly wish: CredentialWish;
  /** The absolute address that is asked. */
  readonly url: string;
  /** The token is also for other paths of the host: gRPC, the assertion tests. */
  readonly manyPaths: boolean;
  /** Only looked at when something is minted. */
  readonly learned: LearnedAudience;
  readonly google: Pick<Google, 'tokens' | 'iam'>;
  readonly call: CallContext;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type Obtained =
  | {
      readonly ok: true;
      readonly facts: CredentialFacts;
      /** Undefined: nothing is sent, because nothing was asked for. */
      readonly credential: Credential | undefined;
      /** What was minted and why, where something was. */
      readonly plan: MintPlan | undefined;
      /** Sentences for whoever named the file. */
      readonly hints: readonly string[];
      /** What could not be minted, where something else was sent instead. */
      readonly blindSpots: readonly BlindSpot[];
    }
  /** The words or the file are wrong: nothing was sent, exit code 2. */
  | { readonly ok: false; readonly why: 'usage'; readonly sentence: string }
  /** Google gave no token: the identity that was asked for cannot be probed with. */
  | { readonly ok: false; readonly why: 'not-minted'; readonly spot: BlindSpot; readonly plan: MintPlan };

/** What must never be sent to an app, by the oddity that tells it. */
const NEVER: Readonly<Record<string, string>> = {
  'private-key': 'a private key',
  'refresh-token': 'a refresh token, which belongs to Google alone',
  'client-secret': 'the secret of an OAuth client',
  'api-key': 'an API key',
};

/** Never throws; ends with the call's signal. */
export async function obtainCredential(options: ObtainOptions): Promise<Obtained> {
  const { wish } = options;
  const header = wish.proxyAuthorization ? 'proxy-authorization' : 'authorization';
  if (wish.tokenFile !== undefined) return fromFile(wish.tokenFile, header, options.call.signal);
  if (wish.as !== undefined) return minted(wish.as, header, options);
  return { ok: true, facts: noCredential, credential: undefined, plan: undefined, hints: [], blindSpots: [] };
}

async function fromFile(file: string, header: Credential['header'], signal: AbortSignal): Promise<Obtained> {
  const read = await readTokenFile(file, signal);
  const usage = (sentence: string): Obtained => ({ ok: false, why: 'usage', sentence });
  if (!read.ok) return usage(read.sentence);
  const facts = readCredential(read.text.reveal(), { origin: file, header });
  const never = facts.oddities.map((odd) => NEVER[odd]).find((thing) => thing !== undefined);
  if (never !== undefined) return usage(`${file} holds ${never}: nothing was sent.`);
  if (facts.oddities.includes('empty')) return usage(`${file} holds no token.`);
  const made = credentialOf(read.text, header);
  if (!made.ok) return usage(`${file} ${made.sentence}: nothing was sent.`);
  return { ok: true, facts, credential: made.credential, plan: undefined, hints: read.hints, blindSpots: [] };
}

async function minted(
  account: Email,
  header: Credential['header'],
  { wish, url, manyPaths, learned, google, call, now }: ObtainOptions,
): Promise<Obtained> {
  const question = { asked: wish.audience, learned, url, manyPaths };
  const { tokens, iam } = google;
  const plan = planMint(question);
  const look = await mint({ tokens, account, plan, call, now });
  if (look.ok) return sending(look.value, account, header, plan, []);
  const second = secondPlan(plan, question);
  const [spot, other] = await Promise.all([
    notMinted(look.problem, account, plan, iam, call),
    second && mint({ tokens, account, plan: second, call, now }),
  ]);
  if (second && other?.ok) return sending(other.value, account, header, second, [spot]);
  return { ok: false, why: 'not-minted', spot, plan };
}

function sending(
  token: Secret,
  account: Email,
  header: Credential['header'],
  plan: MintPlan,
  blindSpots: readonly BlindSpot[],
): Obtained {
  const facts = readCredential(token.reveal(), { origin: `minted for ${account}`, header });
  const made = credentialOf(token, header);
  if (made.ok) return { ok: true, facts, credential: made.credential, plan, hints: [], blindSpots };
  const what = `What Google minted for ${account} ${made.sentence}.`;
  return {
    ok: false,
    why: 'not-minted',
    spot: { code: 'api-unavailable', what, needs: 'asking again' },
    plan,
  };
}
